import pg from 'pg';
import { bounds, type Log } from '@kith/core/kernel';
import type { ConnectionOptions, OnQuery } from './pool.js';
import { PreparedStatement } from './prepared-statement.js';
import { pinSession } from './session.js';

/** A dedicated connection for one lane of the batch writer: prepared once, reopened after it broke. */
export interface LaneConnection {
  run<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** An open connection with its statements, by their names. */
interface Prepared {
  readonly client: pg.Client;
  readonly statements: Map<string, PreparedStatement>;
}

/** Creates the connection of a lane; it connects with the first batch. */
export function makeLaneConnection(options: ConnectionOptions, log: Log, onQuery?: OnQuery): LaneConnection {
  let current: Promise<Prepared> | undefined;

  function open(): Promise<Prepared> {
    const client = new pg.Client({
      ...options,
      connectionTimeoutMillis: bounds.database.connectTimeoutMs,
      statement_timeout: 0,
      query_timeout: bounds.database.batchTimeoutMs + 1000,
    });
    const opening = connect(client);
    // Whatever ends it, even before it is established: the next batch opens another one.
    const forget = (error: Error): void => {
      log.warn({ err: error }, 'a connection of the batch writer broke');
      if (current === opening) current = undefined;
    };
    client.on('error', forget);
    opening.catch((error: Error) => {
      forget(error);
      void client.end().catch(() => undefined);
    });
    return opening;
  }

  let underWay: Promise<unknown> | undefined;

  async function connect(client: pg.Client): Promise<Prepared> {
    await client.connect();
    await pinSession(client, bounds.database.batchTimeoutMs);
    // Five statements run here. Each is planned once, and the plan must not depend on the size of the tables at that time.
    await client.query(
      'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off',
    );
    return { client, statements: new Map() };
  }

  async function run<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]> {
    const mine = (current ??= open());
    const { client, statements } = await mine;
    const since = performance.now();
    let statement = statements.get(name);
    if (!statement) statements.set(name, (statement = new PreparedStatement(name, sql)));
    const answer = statement.run<Row>(client, values);
    underWay = answer;
    try {
      return await answer;
    } catch (error) {
      if (!hasSqlState(error)) {
        if (current === mine) current = undefined;
        void client.end().catch(() => undefined);
      }
      throw error;
    } finally {
      onQuery?.(sql, performance.now() - since);
    }
  }

  async function close(): Promise<void> {
    // A client that was cut off may have left a message behind; store it before closing.
    await underWay?.catch(() => undefined);
    const last = await current?.catch(() => undefined);
    current = undefined;
    await last?.client.end();
  }

  return { run, close };
}

/** Whether the server reported an error of the statement; otherwise the connection itself is in doubt. */
function hasSqlState(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  // 57: the operator stopped the server or terminated the connection.
  return error.code !== undefined && !error.code.startsWith('57');
}
