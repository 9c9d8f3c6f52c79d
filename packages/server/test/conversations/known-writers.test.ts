import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { AccountId, ConversationId, DomainEvent, TenantId } from '@kith/core/kernel';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { useLaneStatements } from '../harness/lane-statements.js';
import { changeSettings } from '../im/operator.js';
import { group, plainPasswords } from './chatting.js';

/*
 * The batch writer remembers who may write. Whatever takes that away, or changes how a message is stored, is made here
 * on another connection, as another process does it, and the next message must be judged anew.
 */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });
const lanes = useLaneStatements();
/** The statement that appends one message. */
const APPEND_ONE = { pair: 'kith_append_one_low', group: 'kith_append_one_and_read' } as const;
const takeNames = () => lanes.take().map(({ name }) => name);

interface Scene {
  readonly ada: number;
  readonly bo: number;
  /** The internal id of their conversation. */
  readonly conversation: number;
  /** Writes a message of ada; returns what becomes of it. */
  write(senderId?: number): Promise<string>;
}

interface Change {
  readonly what: string;
  /** Two friends, or a group with ada and bo as members. */
  readonly in: 'pair' | 'group';
  /** SQL before ada's first message, with the ids of the scene. */
  readonly before?: (scene: Scene) => string;
  readonly sql: (scene: Scene) => string;
  readonly table: string;
  readonly trigger: string;
  readonly becomes: string;
}

const member = ({ ada, conversation }: Scene) => `account_id = ${ada} and conversation_id = ${conversation}`;
const bucket = ({ ada }: Pick<Scene, 'ada'>, until: string, endedAt: string) =>
  `insert into sanctions (tenant_id, account_id, kind, until, created_at, ended_at) values (1, ${ada}, 'bucket', ${until}, 0, ${endedAt})`;
const minors = ({ ada, bo }: Scene) =>
  `update accounts set age_status = 2, is_age_proven = true where id in (${ada}, ${bo})`;

const changes: readonly Change[] = [
  {
    what: 'leaving',
    in: 'group',
    sql: (scene) => `update members set left_at = 1 where ${member(scene)}`,
    table: 'members',
    trigger: 'members_changed',
    becomes: 'not_found',
  },
  {
    what: 'the removal of the membership',
    in: 'group',
    sql: (scene) => `delete from members where ${member(scene)}`,
    table: 'members',
    trigger: 'members_removed',
    becomes: 'not_found',
  },
  {
    what: 'a mute',
    in: 'group',
    sql: (scene) => `update members set muted_until = 9000000000000 where ${member(scene)}`,
    table: 'members',
    trigger: 'members_changed',
    becomes: 'muted',
  },
  {
    what: 'a lost role where all members are muted',
    in: 'group',
    before: (scene) =>
      `update members set role = 'admin' where ${member(scene)};
       update conversations set is_muted_all = true where id = ${scene.conversation}`,
    sql: (scene) => `update members set role = 'member' where ${member(scene)}`,
    table: 'members',
    trigger: 'members_changed',
    becomes: 'muted',
  },
  {
    what: 'another alias',
    in: 'group',
    before: (scene) =>
      `update members set alias = 'fox' where ${member(scene)};
       update conversations set allows_anonymous = true where id = ${scene.conversation}`,
    sql: (scene) => `update members set alias = 'owl' where ${member(scene)}`,
    table: 'members',
    trigger: 'members_changed',
    becomes: 'stored as owl',
  },
  {
    what: 'a mute of all members',
    in: 'group',
    sql: ({ conversation }) => `update conversations set is_muted_all = true where id = ${conversation}`,
    table: 'conversations',
    trigger: 'conversations_changed',
    becomes: 'muted',
  },
  {
    what: 'permission to write anonymously',
    in: 'group',
    before: (scene) => `update members set alias = 'fox' where ${member(scene)}`,
    sql: ({ conversation }) => `update conversations set allows_anonymous = true where id = ${conversation}`,
    table: 'conversations',
    trigger: 'conversations_changed',
    becomes: 'stored as fox',
  },
  {
    what: 'a new opening',
    in: 'pair',
    sql: ({ ada, conversation }) => `update conversations set opener_id = ${ada} where id = ${conversation}`,
    table: 'conversations',
    trigger: 'conversations_changed',
    becomes: 'stored, withheld',
  },
  {
    what: 'an opening that counts as unanswered again',
    in: 'pair',
    before: ({ ada, conversation }) =>
      `update conversations set opener_id = ${ada}, answered_at = 1 where id = ${conversation}`,
    sql: ({ conversation }) => `update conversations set answered_at = null where id = ${conversation}`,
    table: 'conversations',
    trigger: 'conversations_changed',
    becomes: 'stored, withheld',
  },
  {
    what: 'the end of the friendship',
    in: 'pair',
    sql: ({ ada, bo }) => `delete from friends where account_id in (${ada}, ${bo})`,
    table: 'friends',
    trigger: 'friends_removed',
    becomes: 'not_friends',
  },
  {
    what: 'a block by the other one',
    in: 'pair',
    sql: ({ ada, bo }) => `insert into blocks values (1, ${bo}, ${ada}, 0)`,
    table: 'blocks',
    trigger: 'blocks_added',
    becomes: 'blocked',
  },
  {
    what: 'the own block',
    in: 'pair',
    sql: ({ ada, bo }) => `insert into blocks values (1, ${ada}, ${bo}, 0)`,
    table: 'blocks',
    trigger: 'blocks_added',
    becomes: 'blocked',
  },
  {
    what: 'a mark as unread',
    in: 'pair',
    sql: (scene) => `update members set is_marked_unread = true where ${member(scene)}`,
    table: 'members',
    trigger: 'members_marked',
    becomes: 'stored',
  },
  {
    what: 'moderation that hides the sender',
    in: 'pair',
    sql: ({ ada }) => `update accounts set is_shadow_limited = true where id = ${ada}`,
    table: 'accounts',
    trigger: 'accounts_changed',
    becomes: 'stored, for the sender only',
  },
  {
    what: 'moderation that hides the recipient',
    in: 'pair',
    sql: ({ bo }) => `update accounts set is_shadow_limited = true where id = ${bo}`,
    table: 'accounts',
    trigger: 'accounts_changed',
    becomes: 'not_found',
  },
  {
    what: 'another age group of the sender',
    in: 'pair',
    sql: ({ ada }) => `update accounts set age_status = 2, is_age_proven = true where id = ${ada}`,
    table: 'accounts',
    trigger: 'accounts_changed',
    becomes: 'not_found',
  },
  {
    what: 'another age group of the recipient',
    in: 'pair',
    sql: ({ bo }) => `update accounts set age_status = 2, is_age_proven = true where id = ${bo}`,
    table: 'accounts',
    trigger: 'accounts_changed',
    becomes: 'not_found',
  },
  {
    what: 'a lost proof of age',
    in: 'pair',
    before: minors,
    sql: ({ bo }) => `update accounts set is_age_proven = false where id = ${bo}`,
    table: 'accounts',
    trigger: 'accounts_changed',
    becomes: 'not_found',
  },
  {
    what: 'a sanction, in a pair',
    in: 'pair',
    sql: (scene) => bucket(scene, 'null', 'null'),
    table: 'sanctions',
    trigger: 'sanctions_added',
    becomes: 'bucketed',
  },
  {
    what: 'a sanction, in a group',
    in: 'group',
    sql: (scene) => bucket(scene, 'null', 'null'),
    table: 'sanctions',
    trigger: 'sanctions_added',
    becomes: 'bucketed',
  },
  {
    what: 'a longer sanction after the first end',
    in: 'pair',
    before: (scene) => bucket(scene, '1', 'null'),
    sql: ({ ada }) => `update sanctions set until = null where account_id = ${ada}`,
    table: 'sanctions',
    trigger: 'sanctions_added',
    becomes: 'bucketed',
  },
  {
    what: 'a sanction that is in force again',
    in: 'pair',
    before: (scene) => bucket(scene, 'null', '1'),
    sql: ({ ada }) => `update sanctions set ended_at = null where account_id = ${ada}`,
    table: 'sanctions',
    trigger: 'sanctions_added',
    becomes: 'bucketed',
  },
];

it.each(changes)('after $what, the next message is judged anew ($becomes)', async (change) => {
  const scene = await makeWarmScene(change);
  await kith.sql(change.sql(scene));
  expect(await scene.write()).toBe(change.becomes);
});

it.each(changes)('$what is noticed through the trigger $trigger alone', async (change) => {
  const scene = await makeWarmScene(change);
  await kith.sql(`alter table ${change.table} disable trigger ${change.trigger}`);
  try {
    await kith.sql(change.sql(scene));
    expect((await scene.write()).split(' ')[0]).toMatch(/^stored/);
    expect(takeNames()).toEqual([APPEND_ONE[change.in]]);
  } finally {
    await kith.sql(`alter table ${change.table} enable trigger ${change.trigger}`);
  }
});

it('every trigger that raises the version of the writers has a change above', async () => {
  const triggers = await kith.sql<{ name: string }>(
    `select t.tgname as name from pg_trigger t join pg_proc p on p.oid = t.tgfoid
     where p.prosrc like '%raise_writers_version%' order by 1`,
  );
  expect(triggers.map(({ name }) => name)).toEqual(
    [...new Set(changes.map(({ trigger }) => trigger))].toSorted(),
  );
});

it('the tables that a message changes have no check constraints, which each statement would parse', async () => {
  const checks = await kith.sql(
    `select conname from pg_constraint
     where contype = 'c' and conrelid in ('conversations'::regclass, 'members'::regclass, 'entries'::regclass)`,
  );
  expect(checks).toEqual([]);
});

it.each([
  [
    'conversation_kind',
    `insert into conversations (tenant_id, list_id, kind, created_at) values (1, gen_random_uuid(), 'x', 0)`,
  ],
  ['conversation_wave', 'update conversations set wave = 3'],
  ['conversations_paired', `update conversations set kind = 'group' where kind = 'single'`],
  ['conversations_paired', `update conversations set low_id = null where kind = 'single'`],
  [
    'conversations_paired',
    `update conversations set low_id = high_id, high_id = low_id where kind = 'single'`,
  ],
  ['member_role', `update members set role = 'x'`],
  ['entry_kind', `update entries set kind = 'x'`],
  ['gone_reason', `update entries set gone = 'x'`],
])('the database refuses a value that %s excludes', async (constraint, statement) => {
  await (await makeScene({ in: 'pair' })).write();
  await expect(kith.sql(statement)).rejects.toMatchObject({
    code: '23514',
    constraint: expect.stringContaining(constraint) as string,
  });
});

it('people whose age statuses one setting separates are not remembered', async () => {
  const change = {
    in: 'pair',
    before: ({ ada }: Scene) => `update accounts set age_status = 1 where id = ${ada}`,
  } as const;
  const scene = await makeScene(change);
  await kith.sql(change.before(scene));
  lanes.take();
  for (const _ of [1, 2]) expect(await scene.write()).toBe('stored');
  expect(takeNames()).toEqual(['kith_batch', 'kith_batch']);
  await changeSettings(kith, 1, { ageUnknown: 'isolated' });
  expect(await scene.write()).toBe('not_found');
  await changeSettings(kith, 1, { ageUnknown: 'adult' });
});

it.each([
  ['kith_append_one_low', 1, 'pair', 0],
  ['kith_append', 3, 'pair', 0],
  ['kith_append_one_and_read', 1, 'group', 1],
  ['kith_append_and_read', 3, 'group', 1],
] as const)(
  'messages of a known writer read one conversation by its key, and a membership only in a group (%s, %i, %s)',
  async (name, count, kind, memberships) => {
    const scene = await makeWarmScene({ in: kind });
    // As the database does within a minute; before, it knows too little about the indexes of a few rows.
    await kith.sql('analyze conversations, members');
    await Promise.all(Array.from({ length: count }, () => scene.write()));
    const [statement, ...others] = lanes.take();
    expect([statement?.name, others]).toEqual([name, []]);
    const { client, text, values } = statement!;
    // The statistics of a connection contain earlier statements that it has not reported yet.
    const read = async () =>
      (
        await client.query<{ table: string; scans: number; rows: number; inserted: number }>(
          `select relname as table, seq_scan::int as scans, coalesce(idx_tup_fetch, 0)::int as rows, n_tup_ins::int as inserted
         from pg_stat_xact_user_tables`,
        )
      ).rows;
    await client.query('begin');
    const before = new Map((await read()).map((row) => [row.table, row]));
    // The same again; without client ids nothing is a repeat.
    await client.query({ name, text, values });
    const after = await read();
    await client.query('rollback');
    const work = after.map(({ table, scans, rows, inserted }) => {
      const old = before.get(table) ?? { scans: 0, rows: 0, inserted: 0 };
      return { table, scans: scans - old.scans, rows: rows - old.rows, inserted: inserted - old.inserted };
    });
    expect(
      work
        .filter(({ scans, rows, inserted }) => scans + rows + inserted > 0)
        .toSorted((a, b) => (a.table < b.table ? -1 : 1)),
    ).toEqual([
      { table: 'conversations', scans: 0, rows: 1, inserted: 0 },
      { table: 'entries', scans: 0, rows: 0, inserted: count },
      ...(memberships > 0 ? [{ table: 'members', scans: 0, rows: memberships, inserted: 0 }] : []),
    ]);
  },
);

it('the message of a known writer removes a mark as unread, and moves the read position', async () => {
  const scene = await makeWarmScene({ in: 'pair' });
  await kith.sql(`update members set is_marked_unread = true where ${member(scene)}`);
  const unread = async () =>
    await kith.sql<{ marked: boolean; unread: number }>(
      `select m.is_marked_unread as marked, c.message_count - greatest(c.low_sent_count, c.high_sent_count) as unread
       from members m join conversations c on c.id = m.conversation_id where ${member(scene)}`,
    );
  expect(await unread()).toEqual([{ marked: true, unread: 0 }]);
  await scene.write();
  expect(takeNames()).toEqual(['kith_append_one_low', 'kith_batch']);
  expect(await unread()).toEqual([{ marked: false, unread: 0 }]);
});

it('a message moves the position of its sender alone', async () => {
  const scene = await makeWarmScene({ in: 'pair' });
  for (const _ of [1, 2]) await scene.write(scene.bo);
  expect(takeNames()).toEqual(['kith_batch', 'kith_append_one_high']);
  const positions = () =>
    kith.sql(
      `select last_seq - low_sent_seq as low, message_count - low_sent_count as low_count, last_seq - high_sent_seq as high,
         message_count - high_sent_count as high_count from conversations where id = ${scene.conversation}`,
    );
  expect(await positions()).toEqual([{ low: 2, low_count: 2, high: 0, high_count: 0 }]);
  await scene.write(scene.ada);
  expect(takeNames()).toEqual(['kith_append_one_low']);
  expect(await positions()).toEqual([{ low: 0, low_count: 0, high: 1, high_count: 1 }]);
});

it('a change of many members updates the conversation once', async () => {
  const { conversation } = await makeScene({ in: 'group' });
  const updates = await kith.server.deps.db.transaction().execute(async (tx) => {
    const count = async () => {
      const { rows } = await sql<{ updates: number }>`
        select pg_stat_get_xact_tuples_updated('conversations'::regclass)::int as updates
      `.execute(tx);
      return rows[0]!.updates;
    };
    const before = await count();
    const muted =
      await sql`update members set muted_until = 5 where conversation_id = ${conversation}`.execute(tx);
    expect(muted.numAffectedRows).toBe(3n);
    return (await count()) - before;
  });
  expect(updates).toBe(1);
});

it('a sanction waits for a conversation that is being created, and changes its version too', async () => {
  const { ada, conversation } = await makeScene({ in: 'pair' });
  let punished: Promise<void> | undefined;
  const made = await kith.server.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into conversations (tenant_id, list_id, kind, created_at) values (1, gen_random_uuid(), 'group', 0) returning id
    `.execute(tx);
    const { id } = rows[0]!;
    await sql`insert into members (tenant_id, conversation_id, account_id, created_at) values (1, ${id}, ${ada}, 0)`.execute(
      tx,
    );
    punished = kith.sql(bucket({ ada }, 'null', 'null')).then(() => undefined);
    await eventually('the sanction waits', async () => {
      const waiting = await kith.sql(
        `select from pg_locks where locktype = 'advisory' and not granted and database = (
           select oid from pg_database where datname = current_database())`,
      );
      return waiting.length > 0;
    });
    return id;
  });
  await punished;
  const versions = await kith.sql<{ version: number }>(
    `select writers_version as version from conversations where id in (${made}, ${conversation})`,
  );
  expect(versions).toHaveLength(2);
  expect(versions[0]!.version).toBe(versions[1]!.version);
  expect(versions[0]!.version).toBeGreaterThan(0);
});

async function makeWarmScene(change: Pick<Change, 'in' | 'before'>): Promise<Scene> {
  const scene = await makeScene(change);
  if (change.before) await kith.sql(change.before(scene));
  lanes.take();
  const first = await scene.write();
  expect(first).toMatch(/^stored/);
  expect(await scene.write()).toBe(first);
  // The second message needed no decision.
  expect(takeNames()).toEqual(['kith_batch', APPEND_ONE[change.in]]);
  return scene;
}

async function makeScene(change: Pick<Change, 'in'>): Promise<Scene> {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = change.in === 'pair' ? await kith.befriend(ada, bo) : await groupOf(ada, bo);
  const [row] = await kith.sql<{ id: number }>('select id from conversations where list_id = $1::uuid', [
    list_id,
  ]);
  const conversation = row!.id;
  const { deps } = kith.server;
  let events: DomainEvent[] = [];
  deps.bus.subscribe((event) => events.push(event));
  const write = async (senderId = ada.id): Promise<string> => {
    events = [];
    try {
      await deps.ports.entries.write({
        tenantId: 1 as TenantId,
        conversationId: conversation as ConversationId,
        senderId: senderId as AccountId,
        type: 0,
        content: '{"text":"hello"}',
      });
    } catch (error) {
      return (error as { code: string }).code;
    }
    const event = events.find((one) => one.type === 'entry_appended');
    if (event?.type !== 'entry_appended') throw new Error('No event reports the message.');
    if (event.onlyFor !== undefined) return 'stored, for the sender only';
    if (event.entry.isWithheld) return 'stored, withheld';
    return event.entry.alias === null ? 'stored' : `stored as ${event.entry.alias}`;
  };
  return { ada: ada.id, bo: bo.id, conversation, write };
}

async function groupOf(ada: Person, bo: Person): Promise<string> {
  return group(kith, [{ person: await kith.person('olga') }, { person: ada }, { person: bo }]);
}
