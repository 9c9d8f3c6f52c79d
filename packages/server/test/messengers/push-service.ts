import jsrsasign from 'jsrsasign';
import { createDecipheriv, createECDH, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { deriveVapidKeys } from '../../src/adapters/push/vapid-keys.js';
import { makeWebPush } from '../../src/adapters/push/web-push.js';
import { SECRETS } from '../harness/kith.js';

/** A push message as the browser of a subscription decrypts it. */
export interface Pushed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // Tests read members of payloads.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly payload: any;
}

/** A real push service on loopback, over TLS with a certificate of its own. */
export interface PushService {
  readonly url: string;
  readonly pushed: Pushed[];
  /** The statuses of the next answers, by path; 201 otherwise. */
  readonly answers: Map<string, number>;
  /** A new browser; `path` names its endpoint. */
  subscribe(): { path: string; endpoint: string; p256dh: string; auth: string };
  /** The sender that trusts this service. */
  readonly sender: ReturnType<typeof makeWebPush>;
  stop(): void;
}

export const VAPID = deriveVapidKeys(SECRETS.tokenKey);

export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
  const pushed: Pushed[] = [];
  const answers = new Map<string, number>();
  const { key, cert } = makeCertificate();
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const status = answers.get(path) ?? 201;
      const browser = browsers.get(path);
      if (status === 201 && browser)
        pushed.push({ path, headers, payload: JSON.parse(decrypt(Buffer.concat(chunks), browser)) });
      response.writeHead(status, { location: 'https://127.0.0.1:1/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens
  const url = `https://127.0.0.1:${port}`;
  return {
    url,
    pushed,
    answers,
    subscribe: () => {
      const ecdh = createECDH('prime256v1');
      const auth = randomBytes(16);
      const path = `/push/${browsers.size}`;
      browsers.set(path, { ecdh, auth });
      const p256dh = ecdh.generateKeys('base64url');
      return { path, endpoint: `${url}${path}`, p256dh, auth: auth.toString('base64url') };
    },
    sender: makeWebPush({
      keys: VAPID,
      contact: 'mailto:kith@example.org',
      isAllowed: (address) => address === '127.0.0.1',
      tls: { ca: cert },
    }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function makeCertificate(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = new jsrsasign.KJUR.asn1.x509.Certificate({
    version: 3,
    serial: { int: 1 },
    issuer: { str: '/CN=Push' },
    subject: { str: '/CN=Push' },
    notbefore: '20200101000000Z',
    notafter: '20490101000000Z',
    sbjpubkey: publicKey,
    sigalg: 'SHA256withECDSA',
    cakey: privateKey,
    ext: [
      { extname: 'basicConstraints', critical: true, cA: true },
      { extname: 'subjectAltName', array: [{ ip: '127.0.0.1' }] },
    ],
  });
  return { key: privateKey, cert: certificate.getPEM() };
}

/** RFC 8291 and RFC 8188, written from these, as a browser does it. */
function decrypt(
  body: Buffer,
  { ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer },
): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const serverKey = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const expand = (ikm: Uint8Array, by: Uint8Array, info: string | Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', ikm, by, info, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), serverKey]);
  const ikm = expand(ecdh.computeSecret(serverKey), auth, info, 32);
  const key = expand(ikm, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = expand(ikm, salt, 'Content-Encoding: nonce\0', 12);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
