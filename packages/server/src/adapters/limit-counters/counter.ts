import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { LimitName } from '@kith/core/ports';

/** One counter of a limit. */
export interface CounterSpec {
  readonly limit: LimitName;
  /** Unique among all counters, and short: `site` counters count networks. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** Counts points of keys, in windows that start with the first action. A counter in memory answers at once. */
export interface Counter {
  readonly points: number;
  /** Takes points of a key, also those above the limit; returns a refusal if there are not enough. */
  take(key: string, points: number): Answer<Refusal | undefined>;
  /** Takes one point and returns how many are taken. */
  takeOne(key: string): Answer<number>;
  /** Returns one point. */
  refund(key: string): Answer<void>;
}

type Answer<T> = T | Promise<T>;

/** The rest of the window in milliseconds. */
export interface Refusal {
  readonly retryMs: number;
}

/** Creates counters. */
export type MakeCounter = (spec: CounterSpec) => Counter;

/** The library's counter in memory, which a counter in the database uses while that is unreachable. */
export function makeInsurance({ name, points, seconds }: CounterSpec): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
}

/** Limits on guessing and on new accounts, which must be exact however many nodes there are. */
export const SECURITY: ReadonlySet<LimitName> = new Set<LimitName>([
  'sign_in_address',
  'sign_in_account',
  'guess',
  'register_address',
  'pending_avatar_address',
  'code_address',
  'code_phone',
  'code_mail',
  'code_account',
]);

/** Limits whose points come back after a success, so a key above the limit may soon be below it. */
export const REFUNDED: ReadonlySet<LimitName> = new Set<LimitName>([
  'sign_in_address',
  'sign_in_account',
  'guess',
]);
