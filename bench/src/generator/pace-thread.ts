import { parentPort, workerData } from 'node:worker_threads';

// Wakes the main thread at the times of a schedule, to a tenth of a millisecond: timers of Node are a millisecond late.
const { startsAtNs, everyMs, ticks } = workerData as { startsAtNs: bigint; everyMs: number; ticks: number };
const never = new Int32Array(new SharedArrayBuffer(4));
for (let tick = 0; tick < ticks; tick++) {
  const waitMs = Number(startsAtNs - process.hrtime.bigint()) / 1e6 + tick * everyMs;
  if (waitMs > 0) Atomics.wait(never, 0, 0, waitMs);
  parentPort?.postMessage(tick);
}
