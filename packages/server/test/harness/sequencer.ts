import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that wait for processes and periods much longer than they work, those that wait longest first. */
const WAITING = [
  'faults/hostile-sockets',
  'faults/rolling-restart',
  'cli/nodes',
  'nodes/nodes',
  'realtime/presence',
  'cli/workers',
  'cli/doctor',
  'cli/beside-a-server',
  'postgres/embedded',
  'bus/losses',
  'faults/worker-killed',
  'im/search-index',
  'faults/blinking',
  'faults/server-killed',
  'cli/second-server',
  'cli/conformance',
  'realtime/slow-consumer',
  'realtime/socket-ends',
  'faults/copied',
  'faults/database-killed',
  'postgres/job-locks',
  'realtime/statements',
  'realtime/drain',
  'cli/start',
  'faults/failed-over',
  'faults/database-frozen',
  'bus/faults',
  'accounts/guesses',
  'faults/drained',
  'faults/backends-ended',
  'faults/first-start-killed',
  'bus/chaos',
  'cli/plans',
  'messengers/killed',
  'app/unread-answers',
  'app/slow-requests',
];
/** One of so many files is one that waits, so that the workers seldom wait all at once, and none waits alone at the end. */
const ONE_OF = 5;

/** The usual order, larger files first, with the files that wait spread over it. */
export class WaitingSpread extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification) =>
      WAITING.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    const waiting = sorted.filter((file) => rankOf(file) >= 0).toSorted((a, b) => rankOf(a) - rankOf(b));
    const working = sorted.filter((file) => rankOf(file) < 0);
    const order: TestSpecification[] = [];
    while (waiting.length > 0) order.push(...waiting.splice(0, 1), ...working.splice(0, ONE_OF - 1));
    return [...order, ...working];
  }
}
