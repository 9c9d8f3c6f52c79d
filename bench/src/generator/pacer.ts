import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const THREAD = new URL('./pace-thread.js', import.meta.url);
const MOST_WAKES_PER_SECOND = 1000;
/** Until the thread has started. */
const HEAD_START_MS = 200;

/**
 * Calls `work` at a fixed rate for a time, with the number of the call and the moment at which it was due, as of
 * `performance.now()`. It never waits for the work: if this process was busy, the late calls follow at once, and their
 * due times show by how much they were late.
 */
export async function pace(
  { perSecond, forMs }: { perSecond: number; forMs: number },
  work: (index: number, dueAt: number) => void,
): Promise<void> {
  const calls = Math.max(1, Math.ceil(perSecond / MOST_WAKES_PER_SECOND));
  const everyMs = (1000 * calls) / perSecond;
  const startsAt = performance.now() + HEAD_START_MS;
  const startsAtNs = process.hrtime.bigint() + BigInt(HEAD_START_MS * 1e6);
  const thread = new Worker(THREAD, {
    workerData: { startsAtNs, everyMs, ticks: Math.round(forMs / everyMs) },
  });
  thread.on('message', (tick: number) => {
    for (let call = 0; call < calls; call++) work(tick * calls + call, startsAt + tick * everyMs);
  });
  await once(thread, 'exit');
}
