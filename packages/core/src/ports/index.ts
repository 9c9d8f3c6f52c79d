import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables/index.js';
import type { AccountId } from '../kernel/ids.js';
import type { Requester } from './requester.js';

export type * from './requester.js';
export type * from './archiver.js';
export type * from './blob-store.js';
export type * from './bus.js';
export type * from './entry-writer.js';
export type * from './link-reader.js';
export * from './media-tools.js';
export * from './messengers.js';
export * from './push-sender.js';
export * from './receipts.js';

/**
 * Hashes passwords, each in tens of milliseconds. Implementations bound concurrent and waiting work, and throw
 * `unavailable` or `too_many_requests` with `retryMs`. Work without a requester belongs to the server and is not
 * rejected.
 */
export interface PasswordHasher {
  hash(password: string, requester?: Requester): Promise<string>;
  /**
   * Whether the password matches. With an undefined `hash` (unknown account) it takes the same time and returns false.
   */
  verify(hash: string | undefined, password: string, requester?: Requester): Promise<boolean>;
}

/** One-time codes of authenticators (TOTP, RFC 6238): six digits, a new code every 30 seconds. */
export interface OneTimeCodes {
  /** A new secret, in base32. */
  newSecret(): string;
  /** The secret as `otpauth:` URI, which authenticators read from a QR code. */
  uriOf(secret: string, label: { issuer: string; name: string }): string;
  /**
   * The number of the period whose code this is, in Unix time; undefined if it is the code of neither the current period
   * nor the one before or after it.
   */
  periodOf(secret: string, code: string, now: number): number | undefined;
}

/** Where passkeys are used: the name of the host that they are bound to, and the address of its pages. */
export interface PasskeySite {
  readonly name: string;
  readonly origin: string;
}

/** What the answer of a passkey has to contain. */
export interface PasskeyChallenge {
  readonly challenge: string;
  readonly site: PasskeySite;
}

/** A passkey as its authenticator has created it; ids and keys are in base64url. */
export interface PasskeyData {
  readonly credentialId: string;
  readonly publicKey: string;
  /** How often the authenticator has signed; 0 if it does not count. */
  readonly counter: number;
}

/**
 * Passkeys (WebAuthn): keys in an authenticator, which verifies who holds it before it signs. What browsers receive and
 * answer is in the JSON form of the standard.
 */
export interface Passkeys {
  /** What a browser needs to create a passkey that is found without a name; `known` are the ids of those that exist. */
  creation(
    of: PasskeyChallenge & { title: string; handle: string; name: string; known: readonly string[] },
  ): Promise<object>;
  /** What a browser needs to sign; with one of the known passkeys, or any of the site without them. */
  request(of: PasskeyChallenge & { known: readonly string[] }): Promise<object>;
  /** The created passkey; undefined unless the answer is to this challenge, from this site and with a verified holder. */
  readCreated(answer: object, expected: PasskeyChallenge): Promise<PasskeyData | undefined>;
  /** The counter of a signature; undefined unless the passkey has signed this challenge, at this site for its holder. */
  readSigned(
    answer: object,
    expected: PasskeyChallenge,
    passkey: Pick<PasskeyData, 'credentialId' | 'publicKey'>,
  ): Promise<number | undefined>;
}

/**
 * The names of rate limits; the adapter's table has their figures. A limit whose name ends in `_address` takes an
 * address as its key and counts networks: `addressKey`, and `siteKey` with `bounds.limit.siteFactor` times the figure.
 */
export type LimitName =
  | 'search'
  | 'sign_in_address'
  | 'sign_in_account'
  | 'guess'
  | 'register_address'
  | 'pending_avatar_address'
  | 'code_address'
  | 'code_phone'
  | 'code_mail'
  | 'code_account'
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
  | 'draft'
  | 'look_up'
  | 'friend_change'
  | 'profile'
  | 'group'
  | 'group_join'
  | 'group_change'
  | 'invitation'
  | 'save'
  | 'like'
  | 'link_preview'
  | 'follow'
  | 'video_release'
  | 'call'
  | 'call_signal'
  | 'channel'
  | 'report'
  | 'support';

/** Counts actions in windows; a window starts with its first action. */
export interface RateLimiter {
  /**
   * Takes points, 1 by default. Rejects with `too_many_requests` and `retryMs` if there are not enough; undefined if the
   * points were there at once.
   */
  consume(limit: LimitName, key: string, points?: number): Promise<void> | undefined;
  /** Takes one point and returns the caller's delay in milliseconds: 0 while points remain. Never throws. */
  delayFor(limit: LimitName, key: string): Promise<number>;
  /** Returns one point to a key after a success that rules out an attack. */
  refund(limit: LimitName, key: string): Promise<void>;
}

/** The accounts with an open socket. */
export interface Presence {
  isOnline(accountId: AccountId): boolean;
  /** All accounts of all tenants that are online, each once. */
  online(): Iterable<AccountId>;
}

/** Signs a Tencent UserSig, or returns '' if no app id and key are configured. */
export interface CallSigner {
  /** The app id at the call service, or ''. */
  readonly appId: string;
  sign(userId: string): string;
}

/** Access to relay servers, through which two devices reach each other that cannot do so directly. */
export interface RelayAccess {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** Grants access to relay servers; undefined if there are none. */
export interface RelayServers {
  grant(name: string): RelayAccess | undefined;
}

/** Sanitizes operators' HTML: removes scripts, hidden loading and anything that escapes its place in the page. */
export interface HtmlCleaner {
  clean(html: string): Promise<string>;
}

/**
 * Runs searches separately from other work: few concurrent ones, fairly queued, on their own connections, with a
 * timeout.
 */
export interface SearchRunner {
  /** Throws `unavailable` or `too_many_requests` with `retryMs`. */
  run<Result>(requester: Requester, search: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
}
