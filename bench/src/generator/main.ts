import pLimit from 'p-limit';
import type { JoinTask, Outcome, Report, Task } from '../task.js';
import type { Ears } from './client.js';
import { liveADay } from './day.js';
import { dialects } from './dialects.js';
import { signInAgainAndAgain } from './logins.js';
import { readPages } from './pages.js';
import { measure, playClosed, playOpen, type Court } from './traffic.js';

// The generator: one process for each server under test. It does the tasks of the runner one after the other, and its
// clock takes both times of every measurement.
const ears: Ears = {
  heard: () => undefined,
  acked: () => undefined,
  failed: (error) => {
    report({ kind: 'failed', reason: error.message });
    process.exit(1);
  },
};
let court: Court = { clients: [], ears, sent: 0 };
const CONNECTS_AT_ONCE = 100;
const KEEP_ALIVE_MS = 30_000;

process.on('message', (task: Task) => {
  run(task).then(
    (outcome) => report({ kind: 'done', outcome }),
    (error: Error) => ears.failed(error),
  );
});
process.on('disconnect', () => process.exit(0));

async function run(task: Task): Promise<Outcome> {
  const mark = (at: 'begin' | 'end') => report({ kind: 'mark', at });
  switch (task.kind) {
    case 'join':
      return join(task);
    case 'closed':
      return playClosed(court, task, mark);
    case 'open':
      return playOpen(court, task, mark);
    case 'pages':
      return readPages(court, task, mark);
    case 'logins':
      return signInAgainAndAgain(court, task, mark);
    case 'day':
      return liveADay(court, task, mark);
    case 'idle': {
      const keeping = keepAlive(court);
      const seconds = await measure(task, mark);
      clearInterval(keeping);
      return { count: court.clients.flat().length, seconds, latencies: {}, sent: court.sent, missing: 0 };
    }
  }
}

async function join({ dialect, port, rooms }: JoinTask): Promise<Outcome> {
  const atOnce = pLimit(CONNECTS_AT_ONCE);
  const since = performance.now();
  const clients = await Promise.all(
    rooms.map((others, room) =>
      Promise.all(
        others.map((seat, member) =>
          atOnce(() => dialects[dialect]({ port, seat, room, member, others }, ears)),
        ),
      ),
    ),
  );
  court = { clients, ears, sent: court.sent };
  const seconds = (performance.now() - since) / 1000;
  return { count: clients.flat().length, seconds, latencies: {}, sent: court.sent, missing: 0 };
}

/** Spreads the signs of life of all clients over half a minute. */
function keepAlive({ clients }: Court): NodeJS.Timeout {
  const all = clients.flat();
  const stepMs = 250;
  let next = 0;
  return setInterval(() => {
    for (let i = 0; i < (all.length * stepMs) / KEEP_ALIVE_MS; i++) all[next++ % all.length]?.keepAlive?.();
  }, stepMs);
}

function report(message: Report): void {
  process.send?.(message);
}
