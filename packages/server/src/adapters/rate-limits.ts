import { addressKey, bounds, DomainError, siteKey } from '@kith/core/kernel';
import type { LimitName, RateLimiter } from '@kith/core/ports';
import type { Counter, MakeCounter, Refusal } from './limit-counters/counter.js';
import { makeMemoryCounter } from './limit-counters/memory.js';

/** The points that each limit grants per number of seconds. */
export type LimitTable = Readonly<Record<LimitName, { readonly points: number; readonly seconds: number }>>;

export const defaultLimits: LimitTable = {
  // A success returns its point, so these two count failures.
  sign_in_address: { points: 50, seconds: 600 },
  sign_in_account: { points: 10, seconds: 600 },
  // Wrong guesses at one account from all addresses: excess attempts are delayed, not rejected.
  guess: { points: 5, seconds: 3600 },
  register_address: { points: 30, seconds: 3600 },
  pending_avatar_address: { points: 30, seconds: 3600 },
  code_address: { points: 20, seconds: 3600 },
  code_phone: { points: 5, seconds: 3600 },
  code_mail: { points: 5, seconds: 3600 },
  code_account: { points: 10, seconds: 3600 },
  friend_request: { points: 60, seconds: 3600 },
  upload: { points: 300, seconds: 3600 },
  moment: { points: 60, seconds: 3600 },
  moment_comment: { points: 300, seconds: 3600 },
  video_comment: { points: 120, seconds: 3600 },
  // A phone submits its purchases whenever it starts.
  purchase: { points: 300, seconds: 3600 },
  // 40 per second, with bursts.
  message: { points: 400, seconds: 10 },
  // Bytes, not messages: about 8 of the largest messages per second, or 300,000 lines per hour.
  message_bytes: { points: 20_000_000, seconds: 3600 },
  // A client that opens a conversation burns the messages it shows one by one.
  message_change: { points: 600, seconds: 600 },
  nudge: { points: 60, seconds: 600 },
  typing: { points: 300, seconds: 60 },
  draft: { points: 300, seconds: 600 },
  search: { points: 60, seconds: 60 },
  look_up: { points: 600, seconds: 3600 },
  friend_change: { points: 300, seconds: 3600 },
  profile: { points: 120, seconds: 3600 },
  group: { points: 60, seconds: 3600 },
  group_join: { points: 60, seconds: 3600 },
  group_change: { points: 300, seconds: 3600 },
  // People, not requests.
  invitation: { points: 2000, seconds: 3600 },
  save: { points: 600, seconds: 3600 },
  like: { points: 600, seconds: 3600 },
  link_preview: { points: 60, seconds: 600 },
  follow: { points: 300, seconds: 3600 },
  video_release: { points: 60, seconds: 3600 },
  call: { points: 60, seconds: 3600 },
  call_signal: { points: 600, seconds: 60 },
  channel: { points: 300, seconds: 3600 },
  report: { points: 30, seconds: 3600 },
  support: { points: 30, seconds: 3600 },
};

/** For tests, load tests and the operator's own commands. */
export const noLimits: RateLimiter = {
  consume: () => undefined,
  delayFor: () => Promise.resolve(0),
  refund: () => Promise.resolve(),
};

/** Limits counted in the memory of this process, unless other counters are given. */
export function makeRateLimiter({
  table = defaultLimits,
  waits = { firstMs: bounds.limit.firstGuessWaitMs, mostMs: bounds.limit.guessWaitMs },
  factor = 1,
  makeCounter = makeMemoryCounter,
  onRefused,
}: {
  table?: LimitTable;
  /** Multiplies every number of the table. */
  factor?: number;
  /** The delay of the first slowed attempt, and the maximum; each attempt waits twice as long as the one before. */
  waits?: { firstMs: number; mostMs: number };
  /** Where the limits are counted. */
  makeCounter?: MakeCounter;
  onRefused?: (limit: LimitName) => void;
} = {}): RateLimiter {
  const limitNames = Object.keys(table) as LimitName[]; // a record of exactly these
  const limiters = new Map<LimitName, readonly CountedKeys[]>(
    limitNames.map((limit) => {
      const { points: tabled, seconds } = table[limit];
      const points = tabled * factor;
      const one = makeCounter({ limit, name: limit, points, seconds });
      if (!limit.endsWith('_address')) return [limit, [{ counter: one, keyOf: (key: string) => key }]];
      const sitePoints = points * bounds.limit.siteFactor;
      const site = makeCounter({ limit, name: `${limit}_site`, points: sitePoints, seconds });
      const counted: readonly CountedKeys[] = [
        { counter: one, keyOf: addressKey },
        { counter: site, keyOf: siteKey },
      ];
      return [limit, counted];
    }),
  );

  function limitersOf(limit: LimitName): readonly CountedKeys[] {
    const found = limiters.get(limit);
    if (!found) throw new Error(`Unknown limit ${limit}.`);
    return found;
  }

  function refuse(limit: LimitName, { retryMs }: Refusal): never {
    onRefused?.(limit);
    throw new DomainError('too_many_requests', undefined, { retryMs, limit: table[limit].points * factor });
  }

  /** In order: an attempt rejected for the client does not use up points of the site. */
  async function consumeInOrder(
    limit: LimitName,
    answers: Iterable<Refusal | undefined | Promise<Refusal | undefined>>,
  ): Promise<void> {
    for (const answer of answers) {
      const refusal = await answer;
      if (refusal) refuse(limit, refusal);
    }
  }

  function* takeFromEach(limit: LimitName, key: string, points: number) {
    for (const { counter, keyOf } of limitersOf(limit)) yield counter.take(keyOf(key), points);
  }

  return {
    consume: (limit, key, points = 1) => {
      const counted = limitersOf(limit);
      const [first] = counted;
      if (!first || counted.length > 1) return consumeInOrder(limit, takeFromEach(limit, key, points));
      const answer = first.counter.take(first.keyOf(key), points);
      return answer && consumeInOrder(limit, [answer]);
    },
    delayFor: async (limit, key) => {
      let waitMs = 0;
      for (const { counter, keyOf } of limitersOf(limit)) {
        const above = (await counter.takeOne(keyOf(key))) - counter.points;
        if (above > 0) waitMs = Math.max(waitMs, Math.min(waits.firstMs * 2 ** (above - 1), waits.mostMs));
      }
      return waitMs;
    },
    refund: async (limit, key) => {
      for (const { counter, keyOf } of limitersOf(limit)) await counter.refund(keyOf(key));
    },
  };
}

/** A counter, and the function that derives its key. */
interface CountedKeys {
  readonly counter: Counter;
  readonly keyOf: (key: string) => string;
}
