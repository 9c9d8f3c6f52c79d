import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bounds } from '@kith/core/kernel';
import { findServer, lockDatabase } from '../../src/adapters/postgres/server-lock.js';
import { atPace } from '../harness/at-pace.js';

const log = pino({ level: 'silent' });
const name = `kith_lock_${process.pid}`;
const database = { ...inject('database'), database: name };
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('database'));
  await admin.connect();
  await admin.query(`create database ${name}`);
});
afterAll(async () => {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

/** Ends the connection with the lock, as a restart of the database does, and waits until it is gone. */
const cut = () =>
  admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and application_name like 'kith server %'`,
    [name],
  );

test('a database has one server; another one reports its name, and starts when the lock is released', async () => {
  const client = new pg.Client(database);
  await client.connect();
  expect(await findServer(client)).toBeUndefined();
  const first = await lockDatabase(database, log);
  expect(await findServer(client)).toMatch(`Another Kith server (process ${process.pid} on `);
  await expect(lockDatabase(database, log, { withinMs: 100 })).rejects.toThrow(
    /^Another Kith server .* uses this database\./,
  );
  const waiting = lockDatabase(database, log);
  await first.release();
  await (await waiting).release();
  await client.end();
});

test('a server whose connection breaks takes the lock again', async () => {
  const client = new pg.Client(database);
  await client.connect();
  const lock = await lockDatabase(database, log);
  await cut();
  await expect.poll(() => findServer(client), { timeout: atPace(5000) }).toMatch('Another Kith server');
  await expect(lockDatabase(database, log, { withinMs: 100 })).rejects.toThrow('uses this database');
  await lock.release();
  expect(await findServer(client)).toBeUndefined();
  await client.end();
});

test('servers with a bus are nodes of one database, and start one after another', async () => {
  const first = await lockDatabase(database, log, { bus: 'redis' });
  expect(await first.isAlone()).toBe(true);
  let hasStarted = false;
  const starting = lockDatabase(database, log, { bus: 'redis' }).then((lock) => {
    hasStarted = true;
    return lock;
  });
  await sleep(bounds.database.lockRetryMs * 2);
  expect(hasStarted).toBe(false);
  await first.started();
  const second = await starting;
  expect(await second.isAlone()).toBe(false);
  await first.release();
  await expect.poll(() => second.isAlone(), { timeout: atPace(5000) }).toBe(true);
  await second.release();
});

test('a server without a bus runs beside no other one, and nodes need the same bus; the refusal names what to set', async () => {
  const node = await lockDatabase(database, log, { bus: 'redis' });
  await node.started();
  await expect(lockDatabase(database, log, { withinMs: 100 })).rejects.toThrow(
    /^Another Kith server \(process \d+ on .+\) uses this database together with other nodes\. Set REDIS_URL here too/,
  );
  await expect(lockDatabase(database, log, { withinMs: 100, bus: 'postgres' })).rejects.toThrow(
    'uses this database with another bus. Set REDIS_URL here too.',
  );
  await node.release();

  const alone = await lockDatabase(database, log);
  await alone.started();
  await expect(lockDatabase(database, log, { withinMs: 100, bus: 'postgres' })).rejects.toThrow(
    'uses this database without a bus. Stop it first, and start it again with KITH_BUS=postgres.',
  );
  await expect(lockDatabase(database, log, { withinMs: 100 })).rejects.toThrow(
    'set REDIS_URL for each of them',
  );
  await alone.release();
});
