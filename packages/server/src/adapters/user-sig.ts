import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** The content of a signature: the user may enter the application until it expires. Times are in seconds. */
export interface UserSigClaim {
  readonly appId: number;
  readonly userId: string;
  readonly issuedAt: number;
  readonly ttlSeconds: number;
}

/** Creates the signature (Tencent TLS, version 2) with which a user enters the call service. */
export function signUserSig(options: UserSigClaim & { readonly key: string }): string {
  const document = {
    'TLS.ver': '2.0',
    'TLS.identifier': options.userId,
    'TLS.sdkappid': options.appId,
    'TLS.time': options.issuedAt,
    'TLS.expire': options.ttlSeconds,
    'TLS.sig': prove(options, options.key),
  };
  return escapeBase64(deflateSync(JSON.stringify(document)).toString('base64'));
}

function prove(claim: UserSigClaim, key: string): string {
  const lines = [
    `TLS.identifier:${claim.userId}\n`,
    `TLS.sdkappid:${claim.appId}\n`,
    `TLS.time:${claim.issuedAt}\n`,
    `TLS.expire:${claim.ttlSeconds}\n`,
  ];
  return createHmac('sha256', key).update(lines.join('')).digest('base64');
}

function escapeBase64(text: string): string {
  return text.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}
