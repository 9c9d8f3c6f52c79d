import { bounds, DatabaseGone } from '@kith/core/kernel';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import pg from 'pg';
import type { Tables } from '@kith/core/db';
import { pinSession } from './session.js';
import { makeStatementNames, type NameStatement } from './statement-names.js';

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
    statement_timeout: bounds.database.queryTimeoutMs,
    query_timeout: bounds.database.queryTimeoutMs + 1000,
    keepAlive: true,
  };
}

/** Hears of every statement, and how long it took. */
export type OnQuery = (text: string, ms: number) => void;

/** What is told of a pool. */
export interface PoolHooks {
  /** Is handed the pool, to see how many wait for a connection. */
  readonly meet?: (pool: { readonly waitingCount: number }) => void;
  readonly onQuery?: OnQuery | undefined;
}

/** The pool for everything but the batch writer. */
export function makeDb(
  options: ConnectionOptions,
  onError: (error: Error) => void,
  { meet, onQuery, max = bounds.database.connections }: PoolHooks & { readonly max?: number } = {},
): Kysely<Tables> {
  const pool = new pg.Pool({
    ...options,
    statement_timeout: 0,
    max,
    idleTimeoutMillis: 30_000,
    // The pool waits for it, and gives up a connection for which it fails; its types say less.
    onConnect: (fresh) => pinSession(fresh, Number(options.statement_timeout ?? 0)) as unknown as undefined,
  });
  meet?.(pool);
  // Without a listener a connection that breaks would end the process. The pool listens to those that idle;
  // of the others the query that runs there tells.
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: withoutDoubtful(pool, makeStatementNames(), onQuery) }),
  });
}

/**
 * A query that was not answered leaves its connection in doubt: it may still run, in a transaction that nobody
 * will end, and whoever is given the connection next would write into that. So it is thrown away.
 */
function withoutDoubtful(
  pool: pg.Pool,
  nameStatement: NameStatement,
  onQuery: OnQuery | undefined,
): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: Error) => {
        throw isAnswer(error) ? error : new DatabaseGone(error);
      });
      let doubt: Error | undefined;
      const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
        // What the next query would wait for never comes; the end of the connection rolls back.
        if (doubt) throw doubt;
        const since = performance.now();
        try {
          const name = values.length > 0 ? nameStatement(text) : undefined;
          return await client.query({ text, values, ...(name && { name }) });
        } catch (error) {
          if (isAnswer(error) && !isOutdatedPlan(error)) throw error;
          doubt = new DatabaseGone(error as Error);
          throw doubt;
        } finally {
          onQuery?.(text, performance.now() - since);
        }
      };
      return {
        query: query as unknown as PostgresPoolClient['query'], // its other form takes cursors, which nobody uses here
        release: () => client.release(doubt),
      };
    },
    end: () => pool.end(),
  };
}

/** Whether the database has answered with an error of the statement; else it is starting, stopping or not there. */
export function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(?:08|57P)/.test(error.code ?? '');
}

/** Whether a kept statement no longer fits its tables: a migration that ran meanwhile has changed a column's type. */
function isOutdatedPlan(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  );
}

/** When the database was started, in milliseconds; resolves when it answers. */
export async function askDatabaseStart(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ at: number }>`
    select extract(epoch from pg_postmaster_start_time())::float8 * 1000 as at
  `.execute(db);
  return rows[0]?.at ?? 0;
}
