import type { realtime } from '@kith/contract';

const restart: typeof realtime.CloseCode.restart = 1012;

const RESTART_SPREAD_MS = 5_000;

/** The limits of the delays. */
export interface RetryTiming {
  /** The delay before the first retry is a random part of this; it doubles with each failure. */
  readonly baseMs: number;
  /** The upper limit of the delay. */
  readonly maxMs: number;
  /**
   * A shorter connection counts as a failed attempt, so that a server that keeps closing is not flooded with attempts.
   */
  readonly stableMs: number;
}

/** The delays between attempts. */
export interface RetryDelays {
  /** A connection is live. */
  noteLive(): void;
  /** The delay after a socket was closed with this code and reason. */
  next(code: number, reason: string): number;
}

/** Creates the delays of a client that has not connected yet. */
export function createRetryDelays({
  timing,
  now,
  random,
}: {
  timing: RetryTiming;
  now: () => number;
  random: () => number;
}): RetryDelays {
  let failures = 0;
  let isRestartExpected = true;
  let liveSince: number | undefined;
  return {
    noteLive: () => {
      liveSince = now();
      isRestartExpected = true;
    },
    next: (code, reason) => {
      if (liveSince !== undefined && now() - liveSince >= timing.stableMs) failures = 0;
      liveSince = undefined;
      // An announced restart does not count as a failure, but repeated announced restarts do.
      if (code === restart && isRestartExpected) {
        isRestartExpected = false;
        return random() * (/^\d+$/.test(reason) ? Number(reason) : RESTART_SPREAD_MS);
      }
      return backoffMs(failures++, timing, random);
    },
  };
}

/** Exponential backoff with full jitter: a random part of a delay that doubles with every failure, up to a limit. */
export function backoffMs(
  failures: number,
  { baseMs, maxMs }: Pick<RetryTiming, 'baseMs' | 'maxMs'>,
  random: () => number,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** failures);
}
