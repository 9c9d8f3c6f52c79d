import type { Tables } from '@kith/core/db';
import { bounds } from '@kith/core/kernel';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { makeLaneConnection, type LaneConnection } from '../adapters/postgres/batch-connection.js';
import {
  connectionOptions,
  makeDb,
  type ConnectionOptions,
  type OnQuery,
} from '../adapters/postgres/pool.js';
import type { Config } from '../config/config.js';

/** Searches read along the primary key, newest first, and end at the first match, whatever the statistics promise. */
export const SEARCH_SETTINGS = { enable_seqscan: 'off', enable_bitmapscan: 'off', jit: 'off' };

/** The connections of the process to its database. */
export interface DatabaseConnections {
  readonly db: Kysely<Tables>;
  /** Searches have connections of their own, so that slow ones delay nothing else. */
  readonly searchDb: Kysely<Tables>;
  /** The connections that write messages. */
  readonly lanes: readonly LaneConnection[];
  /** The number of requests that wait for a connection of `db`. */
  waiting(): number;
  close(): Promise<void>;
}

/** Creates the connections; each opens when it is first used. */
export function makeDatabaseConnections({
  config,
  database,
  log,
  onQuery,
  onLost,
}: {
  config: Config;
  database: ConnectionOptions;
  log: Logger;
  onQuery: OnQuery | undefined;
  /** A connection broke while it was idle. */
  onLost: () => void;
}): DatabaseConnections {
  let pool = { waitingCount: 0 };
  const db = makeDb(
    connectionOptions(database, 'pool'),
    (error) => {
      onLost();
      log.warn({ err: error }, 'an idle database connection broke');
    },
    {
      meet: (made) => {
        pool = made;
      },
      onQuery,
      max: config.databaseConnections,
    },
  );
  const searchDb = makeDb(
    { ...connectionOptions(database, 'search'), statement_timeout: bounds.search.timeoutMs },
    (error) => log.warn({ err: error }, 'an idle connection for searches broke'),
    { onQuery, max: bounds.search.atOnce, settings: SEARCH_SETTINGS },
  );
  const lanes = Array.from({ length: config.lanes }, (_, i) =>
    makeLaneConnection(connectionOptions(database, `lane ${i}`), log, onQuery),
  );
  return {
    db,
    searchDb,
    lanes,
    waiting: () => pool.waitingCount,
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
      await Promise.all([db.destroy(), searchDb.destroy()]);
    },
  };
}
