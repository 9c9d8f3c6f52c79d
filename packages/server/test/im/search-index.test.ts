import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { indexMessages, sweepUnindexed } from '@kith/core/conversations';
import { bounds, type ConversationId, type DomainEvent, type TenantId } from '@kith/core/kernel';
import { SEARCH_SETTINGS } from '../../src/app/database-connections.js';
import { plainPasswords, say, threePeople } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { openRowCounter, recordStatements } from '../harness/rows-read.js';

const HOUR_MS = 3_600_000;
// After the first one, only these tests sweep.
const kith = useKith({
  // A test holds transactions beside those of requests.
  config: { databaseConnections: 4 },
  usualPlans: true,
  overrides: {
    ports: { passwords: plainPasswords },
    timing: { indexEveryMs: 20, sweepUnindexedEveryMs: HOUR_MS },
  },
});
beforeAll(() =>
  eventually('the first sweep', async () => {
    const [progress] = await kith.sql<{ complete_until: string }>(
      'select complete_until from search_progress',
    );
    return Number(progress!.complete_until) > Date.now() - 2 * bounds.search.settledAfterMs;
  }),
);

/** The sweep of a process that has run for a while, or of one that starts. */
const running = { isFirst: false, goesOn: () => true };
const starting = { isFirst: true, goesOn: () => true };

interface Place {
  readonly id: ConversationId;
  readonly seq: number;
}

/** New conversations of an account with messages that no process indexes, as if another one had stored them. */
async function store(
  who: Person,
  of: { conversations: number; messages: number; sentAt: number; text?: string },
): Promise<Place[]> {
  return kith.sql<Place & pg.QueryResultRow>(
    `with made as (
       insert into conversations (tenant_id, list_id, kind, last_seq, message_count, last_sent_at, created_at, member_count)
       select 1, gen_random_uuid(), 'group', $3::int, $3::int, $4::bigint, $4::bigint, 1 from generate_series(1, $2::int)
       returning id
     ),
     joined as (
       insert into members (tenant_id, conversation_id, account_id, created_at) select 1, id, $1::int, $4::bigint from made
     )
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select 1, id, seq, 'message', 0, $1::int, $4::bigint, seq, json_build_object('text', $5::text) from made
     cross join generate_series(1, $3::int) seq
     returning conversation_id as id, seq`,
    [who.id, of.conversations, of.messages, of.sentAt, of.text ?? '天空'],
  );
}

async function countIndexed(places: readonly Place[]): Promise<number> {
  const ids = [...new Set(places.map(({ id }) => id))];
  const [row] = await kith.sql<{ rows: number }>(
    'select count(*)::int as rows from entry_search where conversation_id = any($1)',
    [ids],
  );
  return row!.rows;
}

/** The event of such a message. */
function appended({ id, seq }: Place): DomainEvent {
  return {
    type: 'entry_appended',
    conversation: {
      tenantId: 1 as TenantId,
      id,
      listId: '0'.repeat(32),
      kind: 'group',
      pair: undefined,
      membersVersion: 1,
    },
    entry: {
      seq,
      kind: 'message',
      type: 0,
      senderId: 0,
      sentAt: Date.now(),
      content: '{"text":"天空"}',
      clientId: null,
      replyTo: null,
      gone: null,
      editedAt: null,
      alias: null,
      isWithheld: false,
    },
  };
}

async function find(who: Person, chat_msg: string): Promise<string[]> {
  return (await who.im.get.searchCahtMsg({ chat_msg })).map((row) => row.list_id);
}

/** Runs something while counting the statements whose text contains another. */
async function countStatements(containing: string, what: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    if ((args[0] as { text?: string }).text?.includes(containing)) count++;
    return query.apply(this, args);
  } as typeof pg.Client.prototype.query;
  try {
    await what();
  } finally {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  }
  return count;
}

describe('the search index', () => {
  // First, while few blocks have new messages.
  it('costs a starting server nothing when it is complete', async () => {
    const ada = await kith.person('ada');
    const places = await store(ada, { conversations: 3_000, messages: 20, sentAt: Date.now() - 4 * HOUR_MS });
    await kith.sql(
      `insert into entry_search (tenant_id, conversation_id, seq, type, folded)
       select tenant_id, conversation_id, seq, type, '天空' from entries
       where kind = 'message' on conflict do nothing`,
    );
    await kith.sql('vacuum analyze entries');
    const newest = await store(ada, { conversations: 1, messages: 5, sentAt: Date.now() });
    await kith.sql('update search_progress set complete_until = $1', [
      Date.now() - bounds.search.settledAfterMs - 30_000,
    ]);
    const read = await kith.server.deps.db.transaction().execute(async (tx) => {
      await sweepUnindexed(tx, { now: Date.now(), ...starting });
      const { rows } = await sql<{ table: string; rows: number }>`
        select relname as table, seq_tup_read + coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables
        where relname in ('conversations', 'entries', 'entry_search')
      `.execute(tx);
      return Object.fromEntries(rows.map(({ table, rows: count }) => [table, count]));
    });
    expect(await countIndexed(newest)).toBe(newest.length);
    expect(read['conversations'] ?? 0).toBe(0);
    // Some blocks at the end of the table, whatever its size.
    expect(read['entries']).toBeLessThan(places.length / 8);
    expect(read['entry_search'] ?? 0).toBeLessThan(1_000);
  });

  it('receives the messages of many conversations in few statements', async () => {
    const ada = await kith.person('ada');
    const places = await store(ada, { conversations: 400, messages: 1, sentAt: Date.now() });
    const { bus } = kith.server.deps;
    const inserts = await countStatements('insert into entry_search', async () => {
      for (const place of places) bus.publish(appended(place));
      await eventually('all is indexed', async () => (await countIndexed(places)) === places.length);
    });
    // One, or a few if rounds began in between.
    expect(inserts).toBeLessThan(10);
  });

  it('receives what a killed process left in few statements', async () => {
    const ada = await kith.person('ada');
    const places = await store(ada, { conversations: 400, messages: 2, sentAt: Date.now() - HOUR_MS });
    await kith.sql('update search_progress set complete_until = $1', [Date.now() - 2 * HOUR_MS]);
    const sweep = () => sweepUnindexed(kith.server.deps.db, { now: Date.now(), ...running });
    let reads = 0;
    const inserts = await countStatements('insert into entry_search', async () => {
      reads = await countStatements('e.seq = p.seq', sweep);
    });
    expect(await countIndexed(places)).toBe(places.length);
    expect(reads).toBe(Math.ceil(places.length / bounds.search.indexMessages));
    expect(inserts).toBe(Math.ceil(places.length / bounds.search.indexMessages));
    const [progress] = await kith.sql<{ complete_until: number }>(
      'select complete_until from search_progress',
    );
    expect(Number(progress!.complete_until)).toBeGreaterThan(Date.now() - 2 * bounds.search.settledAfterMs);
  });

  it('is filled by every sweep only as far as nothing can be missing', async () => {
    const ada = await kith.person('ada');
    const now = Date.now();
    const old = await store(ada, { conversations: 1, messages: 1, sentAt: now - bounds.search.freshMs - 1 });
    const fresh = await store(ada, { conversations: 1, messages: 1, sentAt: now - bounds.search.freshMs });
    await sweepUnindexed(kith.server.deps.db, { now, ...running });
    expect([await countIndexed(old), await countIndexed(fresh)]).toEqual([1, 0]);
    // A batch that was still under way commits now.
    const late = await store(ada, {
      conversations: 1,
      messages: 1,
      sentAt: now - bounds.search.settledAfterMs,
    });
    await sweepUnindexed(kith.server.deps.db, { now: now + bounds.search.freshMs + 1, ...running });
    expect([await countIndexed(fresh), await countIndexed(late)]).toEqual([1, 1]);
    // A process that starts leaves nothing to others.
    const newest = await store(ada, { conversations: 1, messages: 1, sentAt: now });
    await sweepUnindexed(kith.server.deps.db, { now, ...starting });
    expect(await countIndexed(newest)).toBe(1);
  });

  it('is complete after a clock was ahead, and after more messages than one span may have', async () => {
    const ada = await kith.person('ada');
    const now = Date.now();
    await kith.sql('update search_progress set complete_until = $1', [now + HOUR_MS]);
    const ahead = await store(ada, { conversations: 1, messages: 1, sentAt: now - 60_000 });
    await sweepUnindexed(kith.server.deps.db, { now, ...running });
    expect(await countIndexed(ahead)).toBe(1);
    await kith.sql('update search_progress set complete_until = $1', [now - 3 * HOUR_MS]);
    // All in one millisecond, and most of them are indexed.
    const amount = bounds.search.spanMessages + 5;
    const many = await store(ada, { conversations: 1, messages: amount, sentAt: now - 2 * HOUR_MS });
    await kith.sql(
      `insert into entry_search (tenant_id, conversation_id, seq, type, folded)
       select tenant_id, conversation_id, seq, type, '' from entries where conversation_id = $1 and seq <> all($2)`,
      [many[0]!.id, [1, 77, amount]],
    );
    await sweepUnindexed(kith.server.deps.db, { now, ...running });
    expect(await countIndexed(many)).toBe(amount);
  });

  it('has one row for a message that two processes index at the same time', async () => {
    const ada = await kith.person('ada');
    const places = await store(ada, { conversations: 200, messages: 1, sentAt: Date.now() });
    const text = { tenantId: 1 as TenantId, type: 0, content: '{"text":"天空"}' };
    const messages = places.map(({ id, seq }) => ({ ...text, conversationId: id, seq }));
    const { db } = kith.server.deps;
    const all = async (these: typeof messages) => {
      for (let rest = these; rest.length > 0;) rest = rest.slice(await indexMessages(db, rest));
    };
    await Promise.all([all(messages), all(messages.toReversed()), all(messages)]);
    expect(await countIndexed(places)).toBe(places.length);
  });
});

describe('the filters of the search', () => {
  /** The block and the last entry of each filter of a conversation. */
  async function blocksOf(id: ConversationId): Promise<[number, number][]> {
    const rows = await kith.sql<{ block: number; last_seq: number }>(
      'select block, last_seq from search_blocks where conversation_id = $1 order by block',
      [id],
    );
    return rows.map((row) => [row.block, row.last_seq]);
  }
  const sweep = () => sweepUnindexed(kith.server.deps.db, { now: Date.now(), ...starting });

  it('grow by whole steps of entries, and only new entries are read', async () => {
    const ada = await kith.person('ada');
    const { blockEntries, blockStep } = bounds.search;
    const [{ id }] = (await store(ada, {
      conversations: 1,
      messages: blockEntries + 3 * blockStep - 1,
      sentAt: Date.now(),
    })) as [Place, ...Place[]];
    await sweep();
    expect(await blocksOf(id)).toEqual([
      [0, blockEntries],
      [1, blockEntries + 2 * blockStep],
    ]);
    await kith.sql(
      `insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select 1, $1, $2::int + i, 'message', 0, $3, $4, $2::int + i, '{"text":"新的"}' from generate_series(0, $5::int - 1) i`,
      [id, blockEntries + 3 * blockStep, ada.id, Date.now(), blockEntries],
    );
    const [statement, ...others] = (await recordStatements(sweep)).filter(({ text }) =>
      text.includes('e.seq > p.after'),
    );
    expect(others).toEqual([]);
    expect(statement!.values).toContainEqual([blockEntries + 2 * blockStep]);
    expect(await blocksOf(id)).toEqual([
      [0, blockEntries],
      [1, 2 * blockEntries],
      [2, 2 * blockEntries + 2 * blockStep],
    ]);
  });

  it('contain old texts and edited ones, also one that is edited while its filter is made', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const v1 = await ada.v1();
    const edit = async (id: string, text: string) => {
      v1.send({ t: 'edit', to: list_id, id, content: { text } });
      await v1.next('ack');
    };
    await say(ada, list_id, '最初的话');
    const before = await say(ada, list_id, '旧的句子');
    for (let i = 0; i < bounds.search.blockStep; i++) await say(ada, list_id, '填充');
    await sweep();
    const [of] = await kith.sql<{ id: ConversationId }>('select id from conversations where list_id = $1', [
      list_id,
    ]);
    expect(await blocksOf(of!.id)).toHaveLength(1);
    const during = await say(ada, list_id, '老的段落');
    for (let i = 0; i < bounds.search.blockStep; i++) await say(ada, list_id, '填充');
    let sweeping: Promise<void> | undefined;
    await kith.server.deps.db.transaction().execute(async (tx) => {
      await sql`select from search_blocks where conversation_id = ${of!.id} for update`.execute(tx);
      sweeping = sweep();
      await eventually('the sweep has read the texts', async () => {
        const waiting = await kith.sql(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length === 1;
      });
      await edit(during.msg.id, '另外文章');
    });
    await sweeping;
    await edit(before.msg.id, '新的说法');
    for (const round of [1, 2, 3]) {
      for (const word of ['最初', '说法', '文章'])
        expect(await find(bo, word), `${word} ${round}`).toEqual([list_id]);
      for (const word of ['句子', '段落']) expect(await find(bo, word), `${word} ${round}`).toEqual([]);
      await sweep();
    }
    expect(await kith.sql('select from search_edits')).toEqual([]);
  });
});

describe('/im/get/searchCahtMsg', () => {
  it('of an account with more messages than a search compares finds all but single Latin letters everywhere, and reads little', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, '安静 earliest 独 bedroom q');
    const [of] = await kith.sql<{ id: number; seq: number }>(
      'select id, last_seq as seq from conversations where list_id = $1',
      [list_id],
    );
    const amount = bounds.search.comparedMessages + 1_000;
    await kith.sql(
      `with added as (
         insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
         select 1, $1, $2::int + i, 'message', 0, $3, $4::bigint, i, json_build_object('text', 'filler ' || i)
         from generate_series(1, $5::int) i
       ),
       indexed as (
         insert into entry_search (tenant_id, conversation_id, seq, type, folded)
         select 1, $1, $2::int + i, 0, 'filler ' || i from generate_series(1, $5::int) i
       )
       update conversations set last_seq = last_seq + $5::int, message_count = message_count + $5::int, last_sent_at = $4
       where id = $1`,
      [of!.id, of!.seq, ada.id, Date.now(), amount],
    );
    const other = await kith.befriend(bo, await kith.person('other'));
    await say(bo, other, '平静 latest 群 classroom z');
    // The next sweep makes what is outside the index visible to no search.
    await sweepUnindexed(kith.server.deps.db, { now: Date.now() + HOUR_MS, ...starting });

    for (const [wanted, places] of [
      ['安静', [list_id]],
      ['平静', [other]],
      ['静 earl', [list_id]],
      ['earliest', [list_id]],
      ['EARL', [list_id]],
      ['bed', [list_id]],
      ['earliest 独', [list_id]],
      ['liest 独 bed', [list_id]],
      ['latest', [other]],
      ['room', [list_id, other]],
      ['群', [other]],
      ['独', [list_id]],
      ['静', [list_id, other]],
      ['安平', []],
      // A single Latin letter: only among the newest messages.
      ['z', [other]],
      ['q', []],
      [`filler ${amount}`, [list_id]],
    ] as const)
      expect((await find(bo, wanted)).toSorted(), wanted).toEqual([...places].toSorted());

    await kith.sql('analyze conversations, members, entry_search, search_blocks');
    const counter = await openRowCounter(kith, SEARCH_SETTINGS);
    try {
      for (const [wanted, rows] of [
        // All blocks, the messages of some of them, and those after the last one.
        ['安平', amount / 10],
        // The newest messages.
        ['filler', 100],
      ] as const) {
        const statements = await recordStatements(() => find(bo, wanted));
        expect(statements.map(({ text }) => text).join()).toContain('search_blocks');
        for (const statement of statements)
          for (const planning of ['custom', 'generic'] as const)
            expect(
              await counter.rowsReadBy(statement, planning),
              `${wanted}, ${planning} plan: ${statement.text}`,
            ).toBeLessThan(rows);
      }
    } finally {
      await counter.close();
    }
  });
});

describe('a sweep', () => {
  const kith = useKith({ usualPlans: true, overrides: { timing: { indexEveryMs: HOUR_MS } } });

  it('looks for no message of a span in the index if there are too many', async () => {
    const messages = bounds.search.spanMessages + 100;
    await kith.sql(
      `with stored as (
         insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
         select 1, 1, n, 'message', 0, 0, $1::bigint + n, n, '{}' from generate_series(1, $2::int) n returning *
       )
       insert into entry_search (tenant_id, conversation_id, seq, type, folded)
       select tenant_id, conversation_id, seq, type, '' from stored`,
      [Date.now() - 30_000, messages],
    );
    await kith.sql('update search_progress set complete_until = $1', [Date.now() - 50_000]);
    const recorded = await recordStatements(() =>
      sweepUnindexed(kith.server.deps.db, { now: Date.now(), ...starting }),
    );
    const [first] = recorded.filter(({ text }) => text.includes('with span'));
    const counter = await openRowCounter(kith);
    expect(await counter.rowsReadBy(first!)).toBeLessThan(messages + 1_000);
    await counter.close();
    await kith.sql('truncate entries, entry_search');
  });

  it('does not read the whole table, as it did on the same connection when that was small', async () => {
    const ROWS = 50_000;
    const read = await kith.server.deps.db.transaction().execute(async (tx) => {
      const sweepAMinute = async () => {
        await sql`update search_progress set complete_until = ${Date.now() - 60_000}`.execute(tx);
        await sweepUnindexed(tx, { now: Date.now(), ...starting });
      };
      const add = (conversation: number, amount: number) =>
        sql`
          insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
          select 1, ${conversation}::int, n, 'message', 0, 0, n, n, '{}' from generate_series(1, ${amount}::int) n
        `.execute(tx);
      await add(1, 200);
      await sql`analyze entries`.execute(tx);
      // From the sixth execution on, the database may keep a plan.
      for (let i = 0; i < 8; i++) await sweepAMinute();
      await add(2, ROWS);
      await sql`select brin_summarize_new_values('entries_sent_at')`.execute(tx);
      const readSoFar = async () => {
        const { rows } = await sql<{ rows: number }>`
          select seq_tup_read + coalesce(idx_tup_fetch, 0) as rows from pg_stat_xact_user_tables where relname = 'entries'
        `.execute(tx);
        return rows[0]!.rows;
      };
      const before = await readSoFar();
      await sweepAMinute();
      return (await readSoFar()) - before;
    });
    expect(read).toBeLessThan(ROWS / 8);
  });
});
