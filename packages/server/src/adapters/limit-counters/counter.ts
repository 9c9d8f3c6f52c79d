import { RateLimiterMemory, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { LimitName } from '@kith/core/ports';

/** One counter of a limit. */
export interface CounterSpec {
  readonly limit: LimitName;
  /** Unique among all counters, and short: `site` counters count networks. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** Creates counters; all of them count in windows that start with the first action. */
export type MakeCounter = (spec: CounterSpec) => RateLimiterAbstract;

/** Counts in the memory of this process. */
export const makeMemoryCounter: MakeCounter = ({ name, points, seconds }) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });

/** Limits on guessing and on new accounts, which must be exact however many nodes there are. */
export const SECURITY: ReadonlySet<LimitName> = new Set<LimitName>([
  'sign_in_address',
  'sign_in_account',
  'guess',
  'register_address',
  'pending_avatar_address',
  'code_address',
  'code_phone',
]);

/** Limits whose points come back after a success, so a key above the limit may soon be below it. */
export const REFUNDED: ReadonlySet<LimitName> = new Set<LimitName>([
  'sign_in_address',
  'sign_in_account',
  'guess',
]);
