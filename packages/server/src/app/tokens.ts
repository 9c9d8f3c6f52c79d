import { decodeJwt, jwtVerify, SignJWT, type JWTVerifyResult } from 'jose';
import { bounds, DomainError, isUuid } from '@kith/core/kernel';
import type { Session } from '@kith/core/accounts';

/** Creates and verifies session tokens. */
export interface Tokens {
  sign(session: Session): Promise<string>;
  /** The session id of a valid token. Throws `not_signed_in`. */
  verify(token: string): Promise<string>;
}

const ISSUER = 'im_http';
const ALGORITHM = 'HS256';
const HMAC = { name: 'HMAC', hash: 'SHA-256' };
/** Clients cannot refresh tokens. A session ends by its row: revoked, or unused for too long. */
const LIFE_SECONDS = 20 * 365 * 24 * 3600;

/**
 * JWTs with the claims of the Chat API document (user_id, iss, iat, exp, nbf, sub, jti) and with the tenant, by which a
 * proxy in front of several installations can route. Older tokens lack the tenant.
 */
export function makeTokens(secret: Uint8Array, now: () => number): Tokens {
  // Imported once: importing the secret for each token takes longer than verifying it.
  const imported = crypto.subtle.importKey('raw', Uint8Array.from(secret), HMAC, false, ['sign', 'verify']);

  async function verifySignature(token: string): Promise<JWTVerifyResult> {
    // Accept a token before its `nbf`: a clock that was set back must not sign users out.
    const { nbf = 0 } = decodeJwt(token);
    return jwtVerify(token, await imported, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      requiredClaims: ['user_id', 'iat', 'exp', 'nbf', 'sub', 'jti'],
      currentDate: new Date(Math.max(now(), nbf * 1000)),
    });
  }

  return {
    sign: async (session) => {
      const seconds = Math.floor(session.createdAt / 1000);
      return new SignJWT({ user_id: session.accountId, tenant_id: session.tenantId })
        .setProtectedHeader({ typ: 'JWT', alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + LIFE_SECONDS)
        .setSubject(String(session.accountId))
        .setJti(session.id)
        .sign(await imported);
    },
    verify: async (token) => {
      if (token.length > bounds.body.tokenCharacters) throw new DomainError('not_signed_in');
      const verified = await verifySignature(token).catch(() => undefined);
      const id = verified?.payload.jti;
      if (id === undefined || !isUuid(id)) throw new DomainError('not_signed_in');
      return id;
    },
  };
}
