import { ApiError, ImError, RealtimeError } from '@kith/sdk';
import type { useTranslations } from '../../text/index.js';

/** The key of a sentence about a refusal. */
export type RefusalKey = Parameters<ReturnType<typeof useTranslations<'refusal'>>>[0];

/** Codes of the Friendship API that people meet. */
const CODES: Readonly<Record<number, RefusalKey>> = {
  400403: 'notAllowed',
  400404: 'gone',
  400405: 'silenced',
  400601: 'noTickets',
  400602: 'noSuperWaves',
  429001: 'tooOften',
  500103: 'storage',
};

/** Those of `kith.v1`, and of its client. Who is blocked reads the same as about a chat that is gone. */
const REALTIME_CODES: Readonly<Record<string, RefusalKey>> = {
  not_found: 'unreachable',
  blocked: 'unreachable',
  not_friends: 'unreachable',
  bucketed: 'silenced',
  muted: 'muted',
  locked: 'locked',
  awaiting_answer: 'awaitingAnswer',
  no_tickets: 'noTickets',
  no_super_waves: 'noSuperWaves',
  forbidden: 'notAllowed',
  feature_off: 'notAllowed',
  not_owner: 'notAllowed',
  too_large: 'tooLarge',
  too_many_requests: 'tooOften',
  outbox_full: 'tooOften',
  quota_exceeded: 'storage',
  not_stored: 'storage',
  unavailable: 'busy',
  closed: 'offline',
  signed_out: 'offline',
  token_unavailable: 'offline',
};

/** The sentence about a code of `kith.v1`. */
export function keyOfCode(code: string): RefusalKey {
  return REALTIME_CODES[code] ?? 'other';
}

/** The sentence about an error; undefined if its message is one, because the Chat API words its refusals for users. */
export function keyOfError(error: unknown): RefusalKey | undefined {
  if (error instanceof ImError || error instanceof Refused) return undefined;
  if (error instanceof RealtimeError) return keyOfCode(error.code);
  if (!(error instanceof ApiError)) return 'offline';
  if (/no_links/.test(error.message)) return 'noLinks';
  if (/max_size|max_pixels|=> image/.test(error.message)) return 'badPicture';
  return CODES[error.code] ?? 'other';
}

/** A refusal that the page itself words; its message is the sentence. */
export class Refused extends Error {}
