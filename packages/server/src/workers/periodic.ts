import type { Deps } from '../app/deps.js';
import type { JobName } from './jobs.js';

/** Work that repeats while the server runs. */
export interface PeriodicWork {
  /**
   * The job that a node must hold to do this work, so that one node does it for all; `every_node` for work on the node's
   * own sockets, caches or clock.
   */
  readonly job: JobName | 'every_node';
  readonly everyMs: number;
  /** The log line of a failed round; the next round tries again. */
  readonly failure: string;
  /** Skips rounds while the clock is in doubt: for work that removes, ends or grants something by time. */
  readonly trustsClock: boolean;
  /** Called before the first round after the node has taken the job: what it remembers is of an earlier time. */
  readonly begin?: () => void;
  readonly round: () => Promise<void>;
}

/** A running worker. */
export interface Worker {
  /** Starts no further round; resolves when the current one has ended. */
  stop(): Promise<void>;
}

/** Runs the rounds of one worker, never two at the same time. */
export function startPeriodic(
  { clock, log, jobs, runs }: Pick<Deps, 'clock' | 'log' | 'jobs' | 'runs'>,
  { job, everyMs, failure, trustsClock, begin, round }: PeriodicWork,
): Worker {
  let running: Promise<void> | undefined;
  let wasHeld = false;
  const timer = setInterval(() => {
    const isHeld = job === 'every_node' || jobs.holds(job);
    if (isHeld && !wasHeld) begin?.();
    wasHeld = isHeld;
    if (!isHeld || (trustsClock && clock.isInDoubt())) return;
    running ??= run().finally(() => (running = undefined));
  }, everyMs).unref();

  async function run(): Promise<void> {
    const since = performance.now();
    const failed = await round().then(
      () => undefined,
      (error: unknown) => {
        log.warn({ err: error }, failure);
        return { failure: { text: failure, error } };
      },
    );
    if (job !== 'every_node') runs.ran({ job, everyMs, ms: performance.now() - since, ...failed });
  }

  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
