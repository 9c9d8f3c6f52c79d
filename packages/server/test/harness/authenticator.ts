import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';

/** What a browser receives; both kinds of requests. */
interface Options {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** How an answer differs from that of a good authenticator. */
interface Changes {
  readonly origin?: string;
  readonly site?: string;
  readonly challenge?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly credentialId?: string;
  readonly statement?: Map<string, unknown>;
}

const UP = 0x01;
const UV = 0x04;
const ATTESTED = 0x40;
const bytes = (data: Uint8Array) => Buffer.from(data).toString('base64url');

/** An authenticator in software, with one key (ES256), in a browser that shows pages of an origin. */
export class Authenticator {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly origin: string;
  readonly credentialId: string;
  counter = 0;

  constructor(origin: string, name: string) {
    this.origin = origin;
    this.credentialId = bytes(createHash('sha256').update(name).digest());
  }

  /** Answers `navigator.credentials.create`. */
  create(options: unknown, changes: Changes = {}) {
    const { challenge, rp } = options as Options;
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const data = Buffer.concat([
      this.data(changes.site ?? rp!.id, ATTESTED, changes),
      Buffer.alloc(16),
      length,
      id,
      coseOf(this.pair.publicKey),
    ]);
    const { statement } = changes;
    const attestation = isoCBOR.encode(
      new Map<string, never>([
        ['fmt', (statement ? 'packed' : 'none') as never], // the library's type of a map is narrower than what it takes
        ['attStmt', (statement ?? new Map()) as never],
        ['authData', new Uint8Array(data) as never],
      ]),
    );
    const response = {
      clientDataJSON: this.client('webauthn.create', challenge, changes),
      attestationObject: isoBase64URL.fromBuffer(attestation),
    };
    return { id: this.credentialId, rawId: this.credentialId, type: 'public-key' as const, response };
  }

  /** Answers `navigator.credentials.get`. */
  sign(options: unknown, changes: Changes = {}) {
    const { challenge, rpId } = options as Options;
    this.counter++;
    const data = this.data(changes.site ?? rpId!, 0, changes);
    const clientDataJSON = this.client('webauthn.get', challenge, changes);
    const signed = Buffer.concat([
      data,
      createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest(),
    ]);
    const response = {
      clientDataJSON,
      authenticatorData: bytes(data),
      signature: bytes(sign('sha256', signed, this.pair.privateKey)),
    };
    const id = changes.credentialId ?? this.credentialId;
    return { id, rawId: id, type: 'public-key' as const, response };
  }

  private client(type: string, challenge: string, changes: Changes): string {
    const { origin = this.origin } = changes;
    const data = { type, challenge: changes.challenge ?? challenge, origin, crossOrigin: false };
    return bytes(Buffer.from(JSON.stringify(data)));
  }

  private data(site: string, flags: number, { isVerified = true, counter = this.counter }: Changes): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8(UP | (isVerified ? UV : 0) | flags);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(site).digest(), tail]);
  }
}

/** A public key in the form of COSE: its kind, its algorithm, its curve and its point. */
function coseOf(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, isoBase64URL.toBuffer(x)],
      [-3, isoBase64URL.toBuffer(y)],
    ]),
  );
}
