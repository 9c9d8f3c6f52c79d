import { bounds } from '@kith/core/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';

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

/**
 * Whether `sig` was signed with this key for this user of this application and has not expired at `now` (seconds). Only
 * the signed claim counts. Its packing is not compared: other implementations and zlib versions pack the same claim
 * differently.
 */
export function verifyUserSig(
  sig: string,
  expected: { readonly appId: number; readonly key: string; readonly userId: string; readonly now: number },
): boolean {
  const document = unpack(sig);
  if (!document || document.claim.userId !== expected.userId || document.claim.appId !== expected.appId) {
    return false;
  }
  const { claim, proof } = document;
  if (!isSame(proof, prove(claim, expected.key))) return false;
  return expected.now < claim.issuedAt + claim.ttlSeconds;
}

// A room key's `TLS.userbuf` line is never among the signed ones: a room key does not identify a user.
function prove(claim: UserSigClaim, key: string): string {
  const lines = [
    `TLS.identifier:${claim.userId}\n`,
    `TLS.sdkappid:${claim.appId}\n`,
    `TLS.time:${claim.issuedAt}\n`,
    `TLS.expire:${claim.ttlSeconds}\n`,
  ];
  return createHmac('sha256', key).update(lines.join('')).digest('base64');
}

function unpack(sig: string): { claim: UserSigClaim; proof: string } | undefined {
  if (sig.length > bounds.body.userSigCharacters) return undefined;
  const deflated = Buffer.from(unescapeBase64(sig), 'base64');
  // Buffer ignores invalid base64; only one spelling of these bytes is a signature.
  if (escapeBase64(deflated.toString('base64')) !== sig) return undefined;
  try {
    return readDocument(
      JSON.parse(inflateSync(deflated, { maxOutputLength: bounds.body.userSigInflatedBytes }).toString()),
    );
  } catch {
    // Invalid zlib, too much data, or invalid JSON: none is a valid signature.
    return undefined;
  }
}

function readDocument(document: Record<string, unknown> | null): ReturnType<typeof unpack> {
  if (document?.['TLS.ver'] !== '2.0') return undefined;
  const {
    'TLS.identifier': userId,
    'TLS.sdkappid': appId,
    'TLS.time': issuedAt,
    'TLS.expire': ttlSeconds,
    'TLS.sig': proof,
  } = document;
  if (typeof userId !== 'string' || typeof proof !== 'string') return undefined;
  if (!isWhole(appId) || !isWhole(issuedAt) || !isWhole(ttlSeconds)) return undefined;
  return { claim: { userId, appId, issuedAt, ttlSeconds }, proof };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function escapeBase64(text: string): string {
  return text.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}

function unescapeBase64(text: string): string {
  return text.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
}
