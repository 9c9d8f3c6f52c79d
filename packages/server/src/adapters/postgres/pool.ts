import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '@kith/core/db';

const INT8 = 20;
/** Counters and milliseconds fit a double; ids stay below 2^53 by the sequences that make them. */
pg.types.setTypeParser(INT8, Number);

/** How to reach the database, with what every connection has in common. */
export type ConnectionOptions = pg.ClientConfig;

/** The options of a connection that is shown as `name` in the database's list of activity. */
export function connectionOptions(database: pg.ClientConfig, name: string): ConnectionOptions {
  return {
    ...database,
    application_name: `kith ${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    keepAlive: true,
  };
}

/** The pool for everything but the batch writer. */
export function makeDb(options: ConnectionOptions, onError: (error: Error) => void): Kysely<Tables> {
  const pool = new pg.Pool({ ...options, max: 12, idleTimeoutMillis: 30_000 });
  // An idle connection that breaks tells the pool; without a listener that would end the process.
  pool.on('error', onError);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
