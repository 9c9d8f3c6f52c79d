import { bounds } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';
import type { Logger } from 'pino';
import { SECURITY, type MakeCounter } from '../adapters/limit-counters/counter.js';
import { makeMemoryCounter } from '../adapters/limit-counters/memory.js';
import { makePostgresCounters } from '../adapters/limit-counters/postgres.js';
import { makeToldCounters } from '../adapters/limit-counters/told.js';
import type { ConnectionOptions } from '../adapters/postgres/pool.js';
import { gatherLines } from '../realtime/nodes/gather-lines.js';

/** The counters of rate limits. */
export interface LimitCounters {
  readonly make: MakeCounter;
  close(): Promise<void>;
}

/**
 * Decides where each limit is counted. One node counts in its memory. With several, the database counts what guards
 * accounts, exactly. The rest is counted in each node, which tells the others of keys that use much of a limit.
 */
export function makeLimitCounters({
  database,
  nodeBus,
  log,
  storeWithinMs = bounds.limit.storeWithinMs,
}: {
  database: ConnectionOptions;
  /** Undefined for a single node. */
  nodeBus: NodeBus | undefined;
  log: Logger;
  /** How long the database may take. */
  storeWithinMs?: number;
}): LimitCounters {
  if (!nodeBus) return { make: makeMemoryCounter, close: () => Promise.resolve() };
  const told = makeToldCounters(gatherLines(nodeBus, 'limits'));
  const store = makePostgresCounters(database, log, storeWithinMs);
  return {
    make: (spec) => (SECURITY.has(spec.limit) ? store.make(spec) : told(spec)),
    close: store.close,
  };
}
