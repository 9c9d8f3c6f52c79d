import { DatabaseUnavailable } from '@kith/core/kernel';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';
import { atPace } from '../harness/at-pace.js';
import { eventually } from '../harness/kith.js';

const table = `doubt_${process.pid}`;
let observer: pg.Client;

beforeAll(async () => {
  observer = new pg.Client(inject('database'));
  await observer.connect();
  await observer.query(`create table ${table} (n integer)`);
});

afterAll(async () => {
  await observer.query(`drop table ${table}`);
  await observer.end();
});

test('a transaction without a response in time is rolled back, and later writes stay', async () => {
  const db = makeDb(
    { ...connectionOptions(inject('database'), 'doubt'), query_timeout: atPace(200) },
    () => undefined,
  );
  // The statement is answered when the observer releases it, so the speed of the machine does not matter.
  await observer.query('select pg_advisory_lock($1)', [process.pid]);
  let backend = 0;
  const transaction = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`
      insert into ${sql.table(table)} values (0) returning pg_backend_pid() as pid`.execute(tx);
    backend = rows[0]!.pid;
    await sql`select pg_advisory_xact_lock(${process.pid})`.execute(tx);
  });
  await expect(transaction).rejects.toMatchObject({ code: '08006' });
  for (let n = 1; n <= 5; n++) await sql`insert into ${sql.table(table)} values (${n})`.execute(db);
  await observer.query('select pg_advisory_unlock($1)', [process.pid]);
  await eventually('the doubtful connection is gone', async () => {
    const { rows } = await observer.query('select 1 from pg_stat_activity where pid = $1', [backend]);
    return rows.length === 0;
  });
  const { rows } = await observer.query<{ n: number }>(`select n from ${table} order by n`);
  expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  await db.destroy();
});

test('a connection that breaks during a query fails that query, and nothing else', async () => {
  const db = makeDb(connectionOptions(inject('database'), 'broken'), () => undefined);
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    await observer.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await eventually('the backend is gone', async () => {
      const { rows: left } = await observer.query('select 1 from pg_stat_activity where pid = $1', [
        rows[0]?.pid,
      ]);
      return left.length === 0;
    });
    await expect(sql`select 1`.execute(connection)).rejects.toThrow();
  });
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});

test('a statement that takes too long is refused as unavailable, is undone, and leaves a usable connection', async () => {
  const db = makeDb(
    { ...connectionOptions(inject('database'), 'slow'), statement_timeout: 100 },
    () => undefined,
  );
  const backend = async () =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;
  const before = await backend();
  const slow = sql`insert into ${sql.table(table)} select 6 from pg_sleep(60)`.execute(db);
  await expect(slow).rejects.toThrow(DatabaseUnavailable);
  expect(await backend()).toBe(before);
  const { rows } = await observer.query(`select from ${table} where n = 6`);
  expect(rows).toHaveLength(0);
  await db.destroy();
});
