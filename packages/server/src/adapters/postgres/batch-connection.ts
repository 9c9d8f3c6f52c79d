import pg from 'pg';
import { bounds, type Log } from '@kith/core/kernel';
import { makeArrayEncoder, type EncodeArrays } from './binary-arrays.js';
import type { ConnectionOptions, OnQuery } from './pool.js';
import { pinSession } from './session.js';

/** A dedicated connection for one lane of the batch writer: prepared once, reopened after it broke. */
export interface LaneConnection {
  run<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Creates the connection of a lane; it connects with the first batch. */
export function makeLaneConnection(options: ConnectionOptions, log: Log, onQuery?: OnQuery): LaneConnection {
  let current: Promise<pg.Client> | undefined;

  function open(): Promise<pg.Client> {
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
  /** The encoder of each statement, by its name. */
  const encoders = new Map<string, EncodeArrays>();

  async function connect(client: pg.Client): Promise<pg.Client> {
    await client.connect();
    await pinSession(client, bounds.database.batchTimeoutMs);
    // Two statements run here. Each is planned once, and the plan must not depend on the size of the tables at that time.
    await client.query(
      'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off',
    );
    return client;
  }

  async function run<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]> {
    const mine = (current ??= open());
    const client = await mine;
    const since = performance.now();
    let encode = encoders.get(name);
    if (!encode) encoders.set(name, (encode = makeArrayEncoder(sql)));
    const answer = client.query({ name, text: sql, values: encode(values) });
    underWay = answer;
    try {
      const result = await answer;
      return result.rows as Row[]; // the statement's own columns
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
    const client = await current?.catch(() => undefined);
    current = undefined;
    await client?.end();
  }

  return { run, close };
}

/** Whether the server reported an error of the statement; otherwise the connection itself is in doubt. */
function hasSqlState(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  // 57: the operator stopped the server or terminated the connection.
  return error.code !== undefined && !error.code.startsWith('57');
}
