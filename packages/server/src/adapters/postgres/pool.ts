import { bounds, DatabaseUnavailable } from '@kith/core/kernel';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from '@kith/core/db';
import { pinSession } from './session.js';
import { makeStatementNames, type NameStatement } from './statement-names.js';

const INT8 = 20;
/** Counters and milliseconds fit a double; ids stay below 2^53 because of their sequences. */
pg.types.setTypeParser(INT8, Number);

/** The address of the database, and the options shared by all connections. */
export type ConnectionOptions = pg.ClientConfig;

/** The options of a connection that the database's activity list shows as `name`. */
export function connectionOptions(database: pg.ClientConfig, name: string): ConnectionOptions {
  return {
    ...database,
    application_name: `kith ${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: bounds.database.queryTimeoutMs,
    query_timeout: bounds.database.queryTimeoutMs + 1000,
    keepAlive: true,
  };
}

/** Receives every statement and its duration. */
export type OnQuery = (text: string, ms: number) => void;

/** Callbacks of a pool. */
export interface PoolHooks {
  /** Receives the pool, to observe how many requests wait for a connection. */
  readonly meet?: (pool: { readonly waitingCount: number }) => void;
  readonly onQuery?: OnQuery | undefined;
}

/** What differs between pools. */
export interface PoolSettings {
  readonly max?: number;
  /** Settings of the database for each connection. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The pool for everything but the batch writer. */
export function makeDb(
  options: ConnectionOptions,
  onError: (error: Error) => void,
  { meet, onQuery, max = bounds.database.connections, settings }: PoolHooks & PoolSettings = {},
): Kysely<Tables> {
  const pool = new pg.Pool({
    ...options,
    statement_timeout: 0,
    max,
    idleTimeoutMillis: 30_000,
    // The pool awaits it, and discards the connection if it fails; its types do not declare that.
    onConnect: (fresh) =>
      pinSession(fresh, Number(options.statement_timeout ?? 0), settings) as unknown as undefined,
  });
  meet?.(pool);
  // Without a listener, a broken connection would end the process. The pool listens to idle ones; on others, the
  // running query reports the error.
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: withoutDoubtful(pool, makeStatementNames(), onQuery) }),
  });
}

/**
 * A query without a response leaves its connection in doubt: it may still run, in a transaction that never ends, and
 * the next user of the connection would write into that transaction. Such connections are discarded.
 */
function withoutDoubtful(
  pool: pg.Pool,
  nameStatement: NameStatement,
  onQuery: OnQuery | undefined,
): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: Error) => {
        throw isAnswer(error) ? error : new DatabaseUnavailable(error);
      });
      let doubt: Error | undefined;
      const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
        // The next query would wait forever; closing the connection rolls back.
        if (doubt) throw doubt;
        const since = performance.now();
        try {
          const name = values.length > 0 ? nameStatement(text) : undefined;
          return await client.query({ text, values, ...(name && { name }) });
        } catch (error) {
          if (isTimeout(error)) throw new DatabaseUnavailable(error);
          if (isAnswer(error) && !isOutdatedPlan(error)) throw error;
          doubt = new DatabaseUnavailable(error as Error);
          throw doubt;
        } finally {
          onQuery?.(text, performance.now() - since);
        }
      };
      return {
        query: query as unknown as PostgresPoolClient['query'], // its other form takes cursors, which are not used here
        release: () => client.release(doubt),
      };
    },
    end: () => pool.end(),
  };
}

/** Whether the database reported an error of the statement; otherwise it is starting, stopping or unreachable. */
export function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(?:08|57P)/.test(error.code ?? '');
}

/** Whether the database cancelled a statement that took too long. Its effects are undone, and its connection is usable. */
function isTimeout(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code === '57014';
}

/** Whether a cached plan no longer matches its tables, because a migration has changed a column's type. */
function isOutdatedPlan(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  );
}

/** When the database was started, in milliseconds; resolves when it responds. */
export async function readDatabaseStart(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select extract(epoch from pg_postmaster_start_time())::float8 * 1000 as at
  `.execute(db);
  return rows[0]?.at ?? 0;
}
