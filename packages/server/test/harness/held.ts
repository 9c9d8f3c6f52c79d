import pg from 'pg';
import { inject } from 'vitest';
import { eventually, type Kith } from './kith.js';

/**
 * Starts `work` while a transaction that has executed a statement is open, and commits it once `work` waits for it, or
 * is done without.
 */
export async function whileHeld<Result>(
  kith: Kith,
  [text, values]: readonly [text: string, values: unknown[]],
  work: () => Promise<Result>,
): Promise<Result> {
  const [row] = await kith.sql<{ database: string }>('select current_database() as database');
  const client = new pg.Client({ ...inject('database'), database: row!.database });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(text, values);
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    let isDone = false;
    const result = work().finally(() => (isDone = true));
    result.catch(() => {});
    await eventually('the work waits for the transaction', async () => {
      const waiting = 'select from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';
      return isDone || (await kith.sql(waiting, [rows[0]!.pid])).length > 0;
    });
    await client.query('commit');
    return await result;
  } finally {
    await client.end();
  }
}
