import { addressKey, DomainError } from '@kith/core/kernel';
import type { Requester } from '@kith/core/ports';
import { LRUCache } from 'lru-cache';

/**
 * Runs work in turn, or rejects it with `unavailable` or `too_many_requests`; `retryMs` is the delay before a retry.
 */
export type FairQueue = <Result>(
  requester: Requester | undefined,
  work: () => Promise<Result>,
) => Promise<Result>;

export interface FairQueueOptions {
  /** The number of concurrent jobs. */
  readonly atOnce: number;
  /** How many of them may be for strangers; all by default. */
  readonly anonymousAtOnce?: number;
  /** The number of waiting jobs. */
  readonly waiting: number;
  /** How many waiting jobs may share an account or, for strangers, an address. */
  readonly waitingForEach: number;
}

interface Waiting {
  readonly requester: Requester | undefined;
  readonly key: string;
  readonly start: () => void;
  readonly refuse: (refusal: DomainError) => void;
}

/**
 * A short queue for a scarce resource. Members are served before strangers; among equals, the account or address served
 * least recently is next. An account, or the address of strangers, has one running job while others wait. When the
 * queue is full, a newcomer with few waiting jobs displaces a job of the requester with the most, and members displace
 * strangers. Work without a requester is the server's own: it waits its turn and is never rejected.
 */
export function makeFairQueue({
  atOnce,
  anonymousAtOnce = atOnce,
  waiting: maxWaiting,
  waitingForEach,
}: FairQueueOptions): FairQueue {
  const waiting: Waiting[] = [];
  const running = new Map<string, number>();
  const lastTurns = new LRUCache<string, number>({ max: 1_000 });
  let runningCount = 0;
  let runningStrangers = 0;
  let turns = 0;
  /** The typical duration of a job, estimated from recent ones. */
  let typicalMs = 100;

  function refusal(code: 'unavailable' | 'too_many_requests'): DomainError {
    return new DomainError(code, undefined, {
      retryMs: Math.ceil(((waiting.length + 1) * typicalMs) / atOnce),
    });
  }

  /** Enqueues a job, displacing another if necessary; false if there is no place for it. */
  function enqueue(work: Waiting): boolean {
    const { requester, key } = work;
    if (requester && waiting.length >= maxWaiting) {
      const victim = findVictim(waiting, requester, key);
      if (!victim) return false;
      waiting.splice(waiting.indexOf(victim), 1);
      victim.refuse(refusal('unavailable'));
    }
    waiting.push(work);
    return true;
  }

  /** The next job that may run. */
  function dequeue(): Waiting | undefined {
    let best: Waiting | undefined;
    for (const work of waiting) if (mayRun(work) && (!best || isBefore(work, best))) best = work;
    if (best) waiting.splice(waiting.indexOf(best), 1);
    return best;
  }

  function mayRun({ requester, key }: Waiting): boolean {
    if (isStranger(requester) && runningStrangers >= anonymousAtOnce) return false;
    return !running.has(key) || waiting.every((other) => other.key === key);
  }

  function isBefore(a: Waiting, b: Waiting): boolean {
    const byClass = Number(isStranger(a.requester)) - Number(isStranger(b.requester));
    return (byClass || (lastTurns.get(a.key) ?? 0) - (lastTurns.get(b.key) ?? 0)) < 0;
  }

  function startWhatMayRun(): void {
    while (runningCount < atOnce) {
      const next = dequeue();
      if (!next) return;
      count(next, 1);
      lastTurns.set(next.key, ++turns);
      next.start();
    }
  }

  function count({ requester, key }: Waiting, change: 1 | -1): void {
    runningCount += change;
    if (isStranger(requester)) runningStrangers += change;
    const left = (running.get(key) ?? 0) + change;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  }

  return async (requester, work) => {
    const key = keyOf(requester);
    if (requester && countOf(waiting, key) >= waitingForEach) throw refusal('too_many_requests');
    let mine!: Waiting;
    await new Promise<void>((start, refuse) => {
      mine = { requester, key, start, refuse };
      if (!enqueue(mine)) return refuse(refusal('unavailable'));
      startWhatMayRun();
    });
    const since = performance.now();
    try {
      return await work();
    } finally {
      typicalMs += (performance.now() - since - typicalMs) / 8;
      count(mine, -1);
      startWhatMayRun();
    }
  };
}

/** The newest job of the requester with the most, if the newcomer has priority over it. */
function findVictim(waiting: readonly Waiting[], requester: Requester, key: string): Waiting | undefined {
  const refusable = waiting.filter((other) => other.requester);
  const strangers = refusable.filter((other) => isStranger(other.requester));
  const candidates = strangers.length > 0 ? strangers : refusable;
  if (isStranger(requester) && strangers.length === 0) return undefined;
  let victim: Waiting | undefined;
  let most = 0;
  for (const other of candidates) {
    const count = countOf(waiting, other.key);
    if (count >= most) [victim, most] = [other, count];
  }
  const isPreferred = !isStranger(requester) && isStranger(victim?.requester);
  return isPreferred || most > countOf(waiting, key) + 1 ? victim : undefined;
}

function countOf(waiting: readonly Waiting[], key: string): number {
  return waiting.filter((other) => other.key === key).length;
}

function isStranger(requester: Requester | undefined): boolean {
  return requester !== undefined && requester.accountId === undefined;
}

function keyOf(requester: Requester | undefined): string {
  if (!requester) return 'server';
  return requester.accountId === undefined
    ? `address ${addressKey(requester.address)}`
    : `account ${requester.accountId}`;
}
