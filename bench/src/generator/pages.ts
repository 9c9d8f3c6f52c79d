import { makeLatencies } from '../latencies.js';
import type { Outcome, PagesTask, Stream } from '../task.js';
import { NEWEST } from './client.js';
import { pace } from './pacer.js';
import { measure, until, type Court, type Mark } from './traffic.js';

/** Read before the schedule begins: a process that has just started compiles its code, and the database plans statements. */
const WARM_UP_PAGES = 1_000;
const WARM_UP_AT_ONCE = 8;

/**
 * Reads history at the times of a schedule: every second request the newest page of a room, the others a page at a
 * random depth. A room is chosen as often as its length suggests.
 */
export async function readPages(court: Court, task: PagesTask, mark: Mark): Promise<Outcome> {
  const newest = makeLatencies();
  const older = makeLatencies();
  const total = task.streams.reduce((sum, { count }) => sum + count, 0);
  let isMeasuring = false;
  let count = 0;
  let waiting = 0;
  const isNewest = (index: number): boolean => index % 2 === 0;
  const read = (index: number): Promise<unknown> => {
    const room = pick(task.streams, Math.random() * total);
    const before = isNewest(index) ? NEWEST : 51 + Math.floor(Math.random() * task.streams[room]!.last);
    return court.clients[room]![0]!.page!(before);
  };
  for (let warm = 0; warm < WARM_UP_PAGES; warm += WARM_UP_AT_ONCE)
    await Promise.all(Array.from({ length: WARM_UP_AT_ONCE }, (_, i) => read(i)));
  const paced = pace({ perSecond: task.perSecond, forMs: task.warmUpMs + task.measureMs }, (index, dueAt) => {
    waiting++;
    void read(index).then(() => {
      waiting--;
      if (!isMeasuring) return;
      count++;
      (isNewest(index) ? newest : older).record(performance.now() - dueAt);
    });
  });
  const seconds = await measure(task, mark, (on) => {
    isMeasuring = on;
  });
  await paced;
  await until(() => waiting === 0);
  return {
    count,
    seconds,
    latencies: { newest: newest.encode(), older: older.encode() },
    sent: 0,
    missing: waiting,
  };
}

/** The index at which the running sum of the counts passes a value. */
function pick(streams: readonly Stream[], value: number): number {
  let sum = 0;
  const found = streams.findIndex(({ count }) => (sum += count) > value);
  return found < 0 ? streams.length - 1 : found;
}
