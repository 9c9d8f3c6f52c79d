import type { PasskeyChallenge, Passkeys } from '@kith/core/ports';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';

/** What all authenticators and all supported versions of Node.js can do. */
const ALGORITHMS = [COSEALG.ES256, COSEALG.RS256];
const TIMEOUT_MS = 5 * 60_000;

/** Passkeys that are found without a name, and whose authenticator verifies the person each time. */
export const passkeys: Passkeys = {
  creation: ({ challenge, site, title, handle, name, known }) =>
    generateRegistrationOptions({
      rpName: title,
      rpID: site.name,
      userName: name,
      userDisplayName: name,
      userID: isoBase64URL.toBuffer(encode(handle)),
      challenge,
      timeout: TIMEOUT_MS,
      attestationType: 'none',
      excludeCredentials: known.map((id) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    }),

  request: ({ challenge, site, known }) =>
    generateAuthenticationOptions({
      rpID: site.name,
      challenge,
      timeout: TIMEOUT_MS,
      userVerification: 'required',
      allowCredentials: known.map((id) => ({ id })),
    }),

  readCreated: (answer, expected) =>
    unlessRefused(async () => {
      const { registrationInfo } = await verifyRegistrationResponse({
        response: withoutAttestation(answer as RegistrationResponseJSON), // the contract has its form
        ...expectations(expected),
        supportedAlgorithmIDs: ALGORITHMS,
      });
      if (!registrationInfo) return undefined;
      const { id, publicKey, counter } = registrationInfo.credential;
      return { credentialId: id, publicKey: isoBase64URL.fromBuffer(publicKey), counter };
    }),

  readSigned: (answer, expected, { credentialId, publicKey }) =>
    unlessRefused(async () => {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: answer as AuthenticationResponseJSON, // the contract has its form
        ...expectations(expected),
        // The counter is compared where it is stored, so that two answers at the same time cannot both pass.
        credential: { id: credentialId, publicKey: isoBase64URL.toBuffer(publicKey), counter: 0 },
      });
      return verified ? authenticationInfo.newCounter : undefined;
    }),
};

function expectations({ challenge, site }: PasskeyChallenge) {
  return {
    expectedChallenge: encode(challenge),
    expectedOrigin: site.origin,
    expectedRPID: site.name,
    requireUserVerification: true,
  };
}

/**
 * The statement of a maker about an authenticator is not asked for. One that comes anyway is dropped, because checking it
 * would fetch addresses that it names.
 */
function withoutAttestation(answer: RegistrationResponseJSON): RegistrationResponseJSON {
  const received = decodeAttestationObject(isoBase64URL.toBuffer(answer.response.attestationObject));
  const kept = isoCBOR.encode(
    new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', received.get('authData')],
    ]),
  );
  return { ...answer, response: { ...answer.response, attestationObject: isoBase64URL.fromBuffer(kept) } };
}

/** The library throws for each answer that it refuses, and for what it cannot read. */
async function unlessRefused<R>(read: () => Promise<R>): Promise<R | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
