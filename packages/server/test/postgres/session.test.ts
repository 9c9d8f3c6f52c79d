import { sql } from 'kysely';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';
import { makeLaneConnection } from '../../src/adapters/postgres/batch-connection.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';

const kith = useKith();
/** Not connected to the database with unusual defaults. */
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('database'));
  await admin.connect();
});

afterAll(() => admin.end());

async function nameOf(): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    kith.server.deps.db,
  );
  return rows[0]!.name;
}

/** Defaults that a database, or its user in it, may have. */
const odd = {
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  lock_timeout: '100',
  statement_timeout: '2000',
  idle_in_transaction_session_timeout: '1',
  idle_session_timeout: '300',
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'iso_8601',
  TimeZone: 'Pacific/Kiritimati',
  bytea_output: 'escape',
  extra_float_digits: '-5',
  standard_conforming_strings: 'off',
  transform_null_equals: 'on',
  search_path: 'nowhere',
};

test.each(['repeatable read', 'serializable'])(
  'where transactions are %s by default, forty parallel sends, pins and recalls succeed',
  { timeout: atPace(60_000) },
  async (level) => {
    const name = await nameOf();
    // The user's default overrides the database's; both are unusual.
    for (const whose of [`database ${name}`, `role kith in database ${name}`]) {
      await admin.query(`alter ${whose} set default_transaction_isolation = '${level}'`);
      for (const [setting, value] of Object.entries(odd))
        await admin.query(`alter ${whose} set ${setting} = '${value}'`);
    }
    await kith.restart();

    const people = await Promise.all(Array.from({ length: 5 }, (_, i) => kith.person(`p${i}`)));
    const [ada, ...others] = people;
    const chats = await Promise.all(others.map((other) => kith.befriend(ada!, other)));
    const forty = Array.from({ length: 40 }, (_, i) => chats[i % chats.length]!);
    await Promise.all(
      forty.map((list_id, i) =>
        ada!.im.message.textMsg({ list_id, content_type: 0, content: { text: `hello ${i}` } }),
      ),
    );
    await Promise.all(forty.map((list_id, i) => ada!.im.message.chatTop({ list_id, value: i < 4 ? 1 : 0 })));
    await Promise.all(forty.map((list_id) => ada!.im.message.updataNoReader({ list_id })));
    const pages = await Promise.all(chats.map((list_id) => ada!.im.get.chatData({ list_id, time: 0 })));
    const mine = pages.flatMap(({ list }, i) =>
      list
        .filter(({ msg }) => msg.type === 0 && msg.user_info.uid === ada!.id)
        .map(({ msg }) => [chats[i]!, msg.id] as const),
    );
    expect(mine).toHaveLength(40);
    await Promise.all(mine.map(([list_id, msg_id]) => ada!.im.message.withdraw({ list_id, msg_id })));
  },
);

test('every connection has the settings that the code needs, and the schema of its tables', async () => {
  const name = await nameOf();
  for (const [setting, value] of Object.entries(odd))
    await admin.query(`alter role kith in database ${name} set ${setting} = '${value}'`);
  const database = { ...inject('database'), database: name };
  const wanted = ['default_transaction_isolation', ...Object.keys(odd)];
  const text = `select ${wanted.map((one) => `current_setting('${one}') as "${one}"`).join(', ')}`;
  const expected = {
    default_transaction_isolation: 'read committed',
    default_transaction_read_only: 'off',
    default_transaction_deferrable: 'off',
    lock_timeout: '0',
    statement_timeout: '8s',
    idle_in_transaction_session_timeout: '0',
    idle_session_timeout: '0',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    bytea_output: 'hex',
    extra_float_digits: '1',
    standard_conforming_strings: 'on',
    transform_null_equals: 'off',
    search_path: 'public',
  };
  const db = makeDb(connectionOptions(database, 'pool'), () => undefined);
  const lane = makeLaneConnection(connectionOptions(database, 'lane'), kith.server.deps.log);
  try {
    expect((await sql.raw(text).execute(db)).rows).toEqual([expected]);
    expect(await lane.run('settings', text, [])).toEqual([expected]);
  } finally {
    await lane.close();
    await db.destroy();
  }
});

test('a connection opens only with parameters that every pooler accepts', async () => {
  const greeting = async (connect: (database: pg.ClientConfig) => Promise<unknown>) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const heard = once(server, 'connection').then(async ([socket]: Socket[]) => {
      const [packet] = (await once(socket!, 'data')) as [Buffer];
      socket!.destroy();
      return packet.subarray(8).toString('utf8').split('\0');
    });
    await expect(connect({ host: '127.0.0.1', port, user: 'ada', database: 'den' })).rejects.toThrow();
    server.close();
    return (await heard)
      .filter((_, i) => i % 2 === 0)
      .filter(Boolean)
      .toSorted();
  };
  const taken = ['application_name', 'client_encoding', 'database', 'user'];
  expect(
    await greeting(async (database) => {
      const db = makeDb(connectionOptions(database, 'pool'), () => undefined);
      try {
        await sql`select 1`.execute(db);
      } finally {
        await db.destroy();
      }
    }),
  ).toEqual(taken);
  expect(
    await greeting((database) =>
      makeLaneConnection(connectionOptions(database, 'lane'), kith.server.deps.log).run(
        'one',
        'select 1',
        [],
      ),
    ),
  ).toEqual(taken);
});
