import type { Deps } from '../app/deps.js';

/** Work that repeats while the server runs. */
export interface PeriodicWork {
  readonly everyMs: number;
  /** The log line of a failed round; the next round tries again. */
  readonly failure: string;
  /** Skips rounds while the clock is in doubt: for work that removes, ends or grants something by time. */
  readonly trustsClock: boolean;
  readonly round: () => Promise<void>;
}

/** A running worker. */
export interface Worker {
  /** Starts no further round; resolves when the current one has ended. */
  stop(): Promise<void>;
}

/** Runs the rounds of one worker, never two at the same time. */
export function startPeriodic(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  { everyMs, failure, trustsClock, round }: PeriodicWork,
): Worker {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (trustsClock && clock.isInDoubt()) return;
    running ??= round()
      .catch((error: unknown) => log.warn({ err: error }, failure))
      .finally(() => (running = undefined));
  }, everyMs).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
