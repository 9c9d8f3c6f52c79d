import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables/index.js';
import type { AccountId } from '../kernel/ids.js';
import type { Requester } from './requester.js';

export type * from './requester.js';
export type * from './blob-store.js';
export type * from './entry-writer.js';
export * from './media-tools.js';
export * from './receipts.js';

/**
 * Hashes passwords. Costs tens of milliseconds; implementations bound how many run at once and how many wait, and throw
 * `unavailable` or `too_many_requests` with `retryMs`. Work without an requester is the server's own and is not refused.
 */
export interface PasswordHasher {
  hash(password: string, requester?: Requester): Promise<string>;
  /** Takes the same time when `hash` is undefined (unknown account), and is then false. */
  verify(hash: string | undefined, password: string, requester?: Requester): Promise<boolean>;
}

/** Sends a text message to a phone. At most once; resolves when the provider took it. */
export interface SmsSender {
  /** Whether messages arrive at all; else nobody is promised one. */
  readonly isAvailable: boolean;
  send(phone: string, text: string): Promise<void>;
}

/**
 * What is counted, with its figures in the adapter's table. A limit whose name ends in `_address` takes an address for
 * its key and counts networks: `addressKey`, and with `bounds.limit.siteFactor` times the figure `siteKey`.
 */
export type LimitName =
  | 'search'
  | 'sign_in_address'
  | 'sign_in_account'
  | 'guess'
  | 'register_address'
  | 'waiting_photo_address'
  | 'code_address'
  | 'code_phone'
  | 'friend_request'
  | 'upload'
  | 'moment'
  | 'moment_comment'
  | 'video_comment'
  | 'purchase'
  | 'message'
  | 'message_bytes'
  | 'message_change'
  | 'nudge'
  | 'typing'
  | 'look_up'
  | 'friend_change'
  | 'profile'
  | 'group'
  | 'group_join'
  | 'group_change'
  | 'invitation'
  | 'save'
  | 'like'
  | 'follow'
  | 'video_release'
  | 'call'
  | 'channel'
  | 'report'
  | 'support';

/** Counts actions in windows that begin with the first one. */
export interface RateLimiter {
  /** Takes points, one unless told otherwise, or throws `too_many_requests` with `retryMs`. */
  consume(limit: LimitName, key: string, points?: number): Promise<void>;
  /** Takes one point and answers how long the caller has to wait, in milliseconds: 0 while points are left. Never throws. */
  slow(limit: LimitName, key: string): Promise<number>;
  /** Gives one point of a key back, after a success that shows that it was no attack. */
  reward(limit: LimitName, key: string): Promise<void>;
}

/** Who has an open socket. */
export interface Presence {
  isOnline(accountId: AccountId): boolean;
}

/** Signs a Tencent UserSig, or answers '' when no app id and key are configured. */
export interface CallSigner {
  /** The app id at the call service, or ''. */
  readonly appId: string;
  sign(userId: string): string;
}

/** Makes HTML of operators safe to show: what could run, load something unseen or leave its place is gone. */
export interface HtmlCleaner {
  clean(html: string): string;
}

/** Runs searches apart from everything else: few at once, fairly, on connections of their own, each with an end. */
export interface Searches {
  /** Throws `unavailable` or `too_many_requests` with `retryMs`. */
  run<Result>(requester: Requester, search: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
}
