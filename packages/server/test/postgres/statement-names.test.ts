import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { makeStatementNames } from '../../src/adapters/postgres/statement-names.js';
import { useKith } from '../harness/kith.js';

const kith = useKith();

test('a statement gets a name at its second use, always the same one, and a different one than other statements', () => {
  const name = makeStatementNames(10);
  expect([name('a'), name('b')]).toEqual([undefined, undefined]);
  const [a, b] = [name('a'), name('b')];
  expect(a).toBeDefined();
  expect(b).toBeDefined();
  expect(b).not.toBe(a);
  expect([name('a'), name('b')]).toEqual([a, b]);
});

test('there are never more names than the limit', () => {
  const name = makeStatementNames(3);
  const given = new Set<string>();
  for (let i = 0; i < 100; i++)
    for (const _ of [1, 2]) {
      const own = name(`statement ${i}`);
      if (own !== undefined) given.add(own);
    }
  expect(given.size).toBe(3);
  expect(name('statement 0')).toBeDefined();
  expect(name('statement 99')).toBeUndefined();
});

test('a statement with a list of any length gets no name, and leaves the names to others', () => {
  const name = makeStatementNames(2);
  for (let length = 1; length < 50; length++)
    for (const _ of [1, 2, 3]) {
      const list = Array.from({ length }, (_one, i) => `$${i + 1}`).join(', ');
      expect(name(`select * from accounts where id in (${list})`)).toBeUndefined();
      const rows = Array.from({ length: length + 1 }, (_one, i) => `($${i + 1})`).join(', ');
      expect(name(`insert into accounts (id) values ${rows}`)).toBeUndefined();
    }
  const one = 'insert into accounts (id, name) values ($1, $2)';
  expect([name(one), name(one)]).toEqual([undefined, expect.any(String)]);
});

test('repeated queries of a request are parsed once per connection', async () => {
  const ada = await kith.person('ada');
  const texts: unknown[] = [];
  const parse = pg.Connection.prototype.parse as (...args: unknown[]) => unknown;
  pg.Connection.prototype.parse = function (this: pg.Connection, ...args: unknown[]) {
    texts.push((args[0] as { text: string }).text);
    return parse.apply(this, args);
  };
  try {
    for (let i = 0; i < 20; i++) await ada.im.get.base();
    expect(texts.length).toBeGreaterThan(0);
    texts.length = 0;
    for (let i = 0; i < 20; i++) await ada.im.get.base();
    // On connections that are new to it, each statement is parsed once more; one without a name in every request.
    const often = texts.filter((text) => texts.filter((one) => one === text).length >= 20);
    expect([...new Set(often)]).toEqual([]);
  } finally {
    pg.Connection.prototype.parse = parse as typeof pg.Connection.prototype.parse;
  }
});

test('the twentieth identical report is answered like the first', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const report = { target_id: bo.id, action: 'report', block_reason_id: 11 } as const;
  // From the sixth execution on PostgreSQL may keep one plan for all values.
  for (let i = 0; i < 20; i++) await ada.api.chat.friendship_block(report);
  const reports = await kith.sql('select state from reports where target_id = $1', [bo.id]);
  expect(reports).toEqual([{ state: 'open' }]);
});

test('a column that changes its type while the server runs fails at most one repeatable request', async () => {
  const { db } = kith.server.deps;
  await kith.sql('create table odd (id int primary key, value int)');
  await kith.sql('insert into odd values (1, 7)');
  const read = async (on: typeof db) =>
    (await sql<{ value: unknown }>`select value from odd where id = ${1}`.execute(on)).rows[0]?.value;
  // On one connection: each has statements of its own.
  await db.connection().execute(async (connection) => {
    for (let i = 0; i < 10; i++) expect(await read(connection)).toBe(7);
    await kith.sql('alter table odd alter value type text');
    await expect(read(connection)).rejects.toThrow('cached plan must not change result type');
  });
  expect(await read(db)).toBe('7');
});
