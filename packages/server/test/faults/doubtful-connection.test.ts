import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';

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

test('a transaction that got no answer in time is rolled back, and what is written after it stays', async () => {
  const db = makeDb(
    { ...connectionOptions(inject('database'), 'doubt'), query_timeout: 100 },
    () => undefined,
  );
  const transaction = db.transaction().execute(async (tx) => {
    await sql`insert into ${sql.table(table)} values (0)`.execute(tx);
    await sql`select pg_sleep(0.3)`.execute(tx);
  });
  await expect(transaction).rejects.toMatchObject({ code: '08006' });
  for (let n = 1; n <= 5; n++) await sql`insert into ${sql.table(table)} values (${n})`.execute(db);
  await new Promise((done) => setTimeout(done, 400));
  const { rows } = await observer.query<{ n: number }>(`select n from ${table} order by n`);
  expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
  await db.destroy();
});

test('a connection that breaks while it is in use fails its query, and nothing else', async () => {
  const db = makeDb(connectionOptions(inject('database'), 'broken'), () => undefined);
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    await observer.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await new Promise((done) => setTimeout(done, 50));
    await expect(sql`select 1`.execute(connection)).rejects.toThrow();
  });
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
});
