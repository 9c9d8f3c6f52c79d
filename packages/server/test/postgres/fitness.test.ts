import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Tables } from '@kith/core/db';
import { pino } from 'pino';
import { findMisfits } from '../../src/adapters/postgres/fitness.js';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';
import { prepareDatabase } from '../../src/app/open-database.js';
import { decideConfig } from '../../src/config/config.js';
import { emptyEnv } from '../harness/kith.js';

const own = `fit_${process.pid}`;
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('database'));
  await admin.connect();
});

afterAll(async () => {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname like '${own}%'`,
  );
  for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
  await admin.query(`drop role if exists ${own}_guest`);
  await admin.end();
});

const prepare = (connection: pg.ClientConfig) =>
  prepareDatabase(decideConfig(emptyEnv), pino({ level: 'silent' }), connection);

test.each(['SQL_ASCII', 'LATIN1'])(
  'a database in %s is refused in one sentence, with the remedy',
  async (encoding) => {
    const database = `${own}_${encoding.toLowerCase()}`;
    await admin.query(
      `create database ${database} encoding '${encoding}' locale 'C' locale_provider libc template template0`,
    );
    await expect(prepare({ ...inject('database'), database })).rejects.toThrow(
      `The database ${database} has the encoding ${encoding}, which cannot represent every text. Create another one: create database … encoding 'UTF8' template template0.`,
    );
  },
);

test('a user without permission to create or use tables gets a message that says so', async () => {
  const database = `${own}_rights`;
  const role = `${own}_guest`;
  await admin.query(`create database ${database} template template0`);
  await admin.query(`create role ${role} login password 'x'`);
  const guest = { ...inject('database'), database, user: role, password: 'x' };
  await expect(prepare(guest)).rejects.toThrow(
    `The user ${role} lacks privileges that Kith needs in schema public.`,
  );

  await prepare({ ...inject('database'), database });
  const owner = new pg.Client({ ...inject('database'), database });
  await owner.connect();
  await owner.query(`grant create on schema public to ${role}`);
  await expect(prepare(guest)).rejects.toThrow(`Make it the owner`);
  await owner.query(`grant all on all tables in schema public to ${role}`);
  await prepare(guest);
  await owner.query(`revoke all on schema public from ${role}, public`);
  await expect(prepare(guest)).rejects.toThrow(
    `The user ${role} finds no schema in the database ${database}.`,
  );
  await owner.query(`reassign owned by ${role} to kith; drop owned by ${role}`);
  await owner.end();
});

test('a database that is read-only by default is written anyway', async () => {
  const database = `${own}_readonly`;
  await admin.query(`create database ${database} template template0`);
  await admin.query(`alter database ${database} set default_transaction_read_only = on`);
  await prepare({ ...inject('database'), database });
});

test('a transaction pooler is detected, a session pooler is not', async () => {
  const direct = makeDb(connectionOptions(inject('database'), 'direct'), () => undefined);
  expect(await findMisfits(direct)).toEqual([]);
  await direct.destroy();

  const backends = new pg.Pool({ ...inject('database'), max: 5 });
  const pooled = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: byTransaction(backends) }) });
  expect(await findMisfits(pooled)).toEqual([
    {
      problem: 'The pooler in front of the database assigns connections per transaction.',
      fix: expect.stringContaining('pool_mode = session'),
    },
  ]);
  await pooled.destroy();
});

/** Behaves like a transaction pooler: a client has one backend from `begin` to `commit`, and any backend otherwise. */
function byTransaction(backends: pg.Pool): PostgresPool {
  const connect = async (): Promise<PostgresPoolClient> => {
    let held: pg.PoolClient | undefined;
    const query = async (text: string, values: unknown[]): Promise<unknown> => {
      const backend = held ?? (await backends.connect());
      if (/^(begin|start)/i.test(text)) held = backend;
      const answer = await backend.query(text, values);
      if (/^(commit|rollback)/i.test(text)) held = undefined;
      if (!held) backend.release();
      return answer;
    };
    return { query, release: () => undefined } as unknown as PostgresPoolClient;
  };
  return { connect, end: () => backends.end() } as unknown as PostgresPool;
}
