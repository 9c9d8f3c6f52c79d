import { randomUUID } from 'node:crypto';
import { bounds, type AccountId, type ConversationId, type TenantId } from '@kith/core/kernel';
import { findPeople, getPerson, listPeople, listTimeline } from '@kith/core/people';
import { dismissRead, findRecipients } from '@kith/core/push';
import type { StaffCaller } from '@kith/core/staff';
import { listPlansAsStaff } from '@kith/core/billing';
import { listAgents, listSupportThreads } from '@kith/core/support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings, operator } from '../im/operator.js';
import { openRowCounter, recordStatements, type RowCounter, type Statement } from '../harness/rows-read.js';

/*
 * Every statement of a list or a history has one sensible plan on every supported version of PostgreSQL, with and
 * without statistics, planned for its values or for all values: it reads the rows that it needs. Noise of the machine
 * changes no number here.
 */
const kith = useKith({ usualPlans: true });

const ACCOUNTS = 100_000;
const CONVERSATIONS = 5_000;
const ENTRIES = 200_000;

let ada: Person;
let bo: Person;
let list_id: string;
let id: number;
let counter: RowCounter;

beforeAll(async () => {
  [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  list_id = await kith.befriend(ada, bo);
  [{ id }] = (await kith.sql('select id from conversations where list_id = $1', [list_id])) as [
    { id: number },
  ];
  await seed();
  // With an agent, the first page of the start opens the conversation with customer service.
  await ada.im.get.base();
  counter = await openRowCounter(kith);
}, atPace(120_000));

afterAll(() => counter.close());

/** Without triggers and foreign keys, which a hundred thousand rows would run one by one; and with no statistics. */
async function seed(): Promise<void> {
  const now = Date.now();
  const start = now - (ENTRIES + 100) * 1000;
  const filled = ['accounts', 'conversations', 'members', 'entries', 'friends', 'friend_requests', 'moments'];
  const ofVideos = ['videos', 'video_follows', 'video_comments', 'video_likes'];
  const tables = [
    ...filled,
    ...ofVideos,
    'intros',
    'universities',
    'departments',
    'push_subscriptions',
    'push_marks',
    'support_waits',
    'entitlements',
  ];
  await kith.sql(`
    set session_replication_role = replica;
    ${tables.map((table) => `alter table ${table} set (autovacuum_enabled = false);`).join('')}
    insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
    select 1, 'p' || n, 'p' || n, 'p' || n, 'P', '{}', '', 0, 1, 1, ${now} - n from generate_series(1, ${ACCOUNTS}) n;

    update accounts set folded_nickname = 'crowd' || id, client_id = 'device' || id % 7 where username like 'p%' and id % 10 = 0;

    create temporary table friend as
    select a.id, row_number() over (order by a.id) as n from accounts a where username like 'p%' order by a.id limit ${CONVERSATIONS};
    insert into friends (tenant_id, account_id, friend_id, source, created_at)
    select 1, ${ada.id}, id, 0, 1 from friend union all select 1, id, ${ada.id}, 0, 1 from friend;
    insert into conversations (tenant_id, list_id, kind, low_id, high_id, created_at, last_seq, message_count, last_sent_at)
    select 1, gen_random_uuid(), 'single', ${ada.id}, id, 1, 3, 3, ${now} - n * 1000 from friend;
    insert into members (tenant_id, conversation_id, account_id, created_at)
    select 1, c.id, m.id, 1 from friend f join conversations c on c.low_id = ${ada.id} and c.high_id = f.id,
      unnest(array[c.low_id, c.high_id]) as m (id);
    insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
    select 1, c.id, s, 'message', 0, f.id, c.last_sent_at, s, '{"text":"hello"}'
    from friend f join conversations c on c.low_id = ${ada.id} and c.high_id = f.id, generate_series(1, 3) s;
    insert into friend_requests (tenant_id, from_id, to_id, greeting, source, status, created_at, updated_at)
    select 1, id, ${ada.id}, '', 0, 'accepted', 1, 1 from friend;
    insert into moments (tenant_id, author_id, text, posted_at) select 1, id, 'hello', ${start} + n * 1000 from friend, generate_series(1, 2);

    insert into videos (tenant_id, account_id, title, file, cover, rank_at, created_at)
    select 1, ${bo.id}, '', 'bo ' || n, '', ${start} + n, ${start} from generate_series(1, ${CONVERSATIONS}) n
    union all select 1, ${ada.id}, '', 'ada', '', ${now}, ${now};
    insert into video_counts (tenant_id, account_id, category_id, videos)
    select 1, account_id, 0, count(*) from videos group by account_id;
    insert into video_follows (tenant_id, account_id, followed_id)
    select 1, id, ${ada.id} from friend union all select 1, ${ada.id}, id from friend;
    insert into video_comments (tenant_id, video_id, owner_id, account_id, content, created_at)
    select 1, v.id, ${ada.id}, f.id, 'hi', 1 from friend f, videos v where v.account_id = ${ada.id}
    union all select 1, v.id, v.account_id, ${ada.id}, 'hi', 1 from videos v where v.account_id = ${bo.id};
    insert into video_likes (tenant_id, account_id, video_id, created_at)
    select 1, ${ada.id}, id, 1 from videos where account_id = ${bo.id};

    insert into push_subscriptions (tenant_id, account_id, session_id, endpoint, p256dh, auth, created_at)
    select 1, id, gen_random_uuid(), 'https://push.example.org/' || id, 'B', 'A', 1 from friend
    union all select 1, ${bo.id}, gen_random_uuid(), 'https://push.example.org/bo', 'B', 'A', 1;
    insert into push_marks (tenant_id, account_id, conversation_id, seq, is_shown, marked_at)
    select 1, ${bo.id}, n, 1, false, 1 from generate_series(1000001, ${1_000_000 + CONVERSATIONS}) n;

    update entries set sent_at = ${start} where conversation_id = ${id};
    insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
    select 1, id, last_seq + n, 'message', 0, case when n % 2 = 0 then low_id else high_id end, ${start} + n * 1000,
      message_count + n, '{"text":"hello"}'
    from conversations, generate_series(1, ${ENTRIES}) n where id = ${id};
    update conversations set last_seq = last_seq + ${ENTRIES},
      message_count = message_count + ${ENTRIES}, last_sent_at = ${start} + ${ENTRIES} * 1000 where id = ${id};
    insert into support_agents (tenant_id, account_id, created_at) values (1, ${bo.id}, 1);
    insert into support_waits (tenant_id, conversation_id, customer_id, agent_id, assigned_at, last_sent_at, waits_since)
    select 1, 2000000 + n, id, ${bo.id}, 1, ${start} + n, case when n % 100 = 0 then ${start} + n end from friend;
    insert into entitlements (tenant_id, account_id, plan_id, months, price, bought_at, starts_at, ends_at, closed_at)
    select 1, a.id, (select min(id) from plans where tenant_id = 1), 1, 0, 1, 1, ended.ends_at, ended.closed_at
    from (select id from accounts where username like 'p%' limit 15000) a,
      (values (${now + 1_000_000_000}::bigint, null::bigint), (2, 3)) as ended (ends_at, closed_at);
    drop table friend;
    set session_replication_role = origin;
  `);
}

interface Case {
  readonly act: () => Promise<unknown>;
  /** How many rows each of its statements may read at most, instead of few. */
  readonly most?: number;
  /** How many of its statements may read some rows for each of the 5,000 conversations; the others read few rows. */
  readonly wide?: number;
  /** How many rows these read for each conversation at most. */
  readonly rowsEach?: number;
  /** Without statistics, the planner does not know that a piece of a name is rare, or a like of one account. */
  readonly needsStatistics?: true;
}

const FEW = 500;

const deep = () => Math.floor(Date.now() / 1000) - ENTRIES + 500;
const sync = (range: object) => async () => {
  const socket = await ada.v1();
  socket.send({ t: 'sync', to: list_id, limit: 50, ...range });
  const { entries } = await socket.next('entries');
  expect(entries).toHaveLength(50);
  socket.close();
};

/** Each row of such a list needs the caller, the other account and sometimes the video. */
const VIDEO_LIST = 5 * bounds.list.videoRows;
const share = () => ada.im['video.Share'];
const firstVideo = async () => (await share().user_video({ user_id: ada.id })).data[0]!.id;
const total = bounds.list.videoRows;
/** A moderator; only what decides about permissions is read of the caller. */
const moderator = async () => ({
  ...(await operator(kith, 1)),
  staff: { role: 'moderator', ownsInstallation: false } as StaffCaller,
});

const cases: Readonly<Record<string, Case>> = {
  'the newest page of a history': {
    act: async () => expect((await ada.im.get.chatData({ list_id })).list.length).toBeGreaterThan(14),
  },
  'an old page of a history': {
    act: async () =>
      expect((await ada.im.get.chatData({ list_id, time: deep() })).list.length).toBeGreaterThan(14),
  },
  'opening a conversation': { act: () => bo.im.get.chatData({ list_id, is_up: 1 }) },
  'the read state of a conversation': { act: () => ada.im.message.getListTime({ list_id }) },
  'the entries after a position': { act: sync({ after: 1000 }) },
  'the entries before a position': { act: sync({ before: 150_000 }) },
  'a resume that lacks everything': {
    act: async () => {
      const socket = await ada.v1({ conversations: { [list_id]: 10 } });
      await socket.settle();
      socket.close();
    },
  },
  'a page of the list of chats': {
    act: async () => {
      await kith.sql(`update members set read_seq = 0, read_count = 0 where account_id = $1`, [bo.id]);
      const mentioning = await kith.sql(
        `update entries set mentions = array[$2::int] where conversation_id = $1 and seq % 999 = 0 and sender_id = $3
         returning 1`,
        [id, bo.id, ada.id],
      );
      const socket = await bo.v1();
      socket.send({ t: 'list', cid: randomUUID() });
      const { conversations } = await socket.next('list');
      expect(conversations).toMatchObject([{ to: list_id, mentions: mentioning.length }]);
      socket.close();
    },
  },
  'recalling an old message with reactions and edits, and a repeat': {
    act: async () => {
      await changeSettings(kith, 1, { recallWindowMs: 0 });
      const socket = await ada.v1();
      socket.send({ t: 'sync', to: list_id, limit: 10, after: 1000 });
      const { id: message } = (await socket.next('entries')).entries.find(({ from }) => from === ada.id)!;
      const recall = { t: 'recall' };
      for (const frame of [
        { t: 'edit', content: { text: 'hi' } },
        { t: 'react', emoji: '👍', on: true },
        recall,
        recall,
      ]) {
        socket.send({ ...frame, to: list_id, id: message });
        await socket.next('ack');
      }
      socket.close();
    },
  },
  'the newest messages of a channel': {
    act: async () =>
      expect((await ada.api.channel.messages({ channel_id: id, page_size: 50 })).list).toHaveLength(50),
  },
  'the next messages of a channel': {
    act: () => ada.api.channel.messages({ channel_id: id, page_size: 50, direction: 'newer' }),
  },
  'the pictures of a conversation': { act: () => ada.im.image.list({ list_id }) },
  'the files of a conversation': { act: () => ada.im.get.filelist({ list_id, searchkey: 'report' }) },
  'sending a message': {
    act: () => ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } }),
  },
  'the list of chats': {
    act: async () => expect((await ada.im.get.chatList()).data).toHaveLength(2000),
    wide: 1,
    // The membership, the conversation, the newest entry and the other account.
    rowsEach: 4,
  },
  // The unread messages: the membership and the conversation. The moments: the friend and the newest moment.
  'the counters of the start page': { act: () => ada.im.get.base(), wide: 3, rowsEach: 2 },
  'a page of channels': {
    act: async () => expect((await ada.api.channel.list({ page_size: 50 })).list).toHaveLength(50),
    // The order of all channels, and the unread messages.
    wide: 2,
  },
  'the search for a person': {
    act: async () => expect((await ada.im.get.searchUser({ val: 'p77' })).data).toHaveLength(1),
    needsStatistics: true,
  },
  'the search for a nickname of one character': { act: () => ada.im.get.searchUser({ val: 'x' }) },
  'the search of staff for the beginning of a name': {
    act: async () =>
      expect(await findPeople(await moderator(), { by: 'name', text: 'crowd' })).toMatchObject({
        rows: { length: 50 },
        isCut: true,
      }),
  },
  'the search of staff for a device': {
    act: async () =>
      expect((await findPeople(await moderator(), { by: 'device', text: 'device3' })).isCut).toBe(true),
  },
  'the search of staff for a phone number and an address': {
    act: async () => {
      const ctx = await moderator();
      await findPeople(ctx, { by: 'phone', text: '13800138000' });
      await findPeople(ctx, { by: 'email', text: 'ada@example.org' });
    },
  },
  'the search of staff for everything that a text can be': {
    act: async () => expect((await findPeople(await moderator(), { text: 'crowd' })).isCut).toBe(true),
  },
  'the list of people of staff, the newest and those who are online': {
    act: async () => {
      const ctx = await moderator();
      const { next } = await listPeople(ctx, { of: 'newest' });
      expect((await listPeople(ctx, { of: 'newest', after: next })).rows).toHaveLength(bounds.staff.people);
      await listPeople(ctx, { of: 'online' });
    },
  },
  'the plans of staff with their holders': {
    act: async () => {
      const [first] = await listPlansAsStaff(await operator(kith, 1));
      expect(first!.holders).toBe(bounds.staff.queueCounted);
    },
    most: bounds.staff.queueCounted + FEW,
    needsStatistics: true,
  },
  "an agent's list of customers": {
    act: () => bo.im.get.serviceList(),
    most: 2 * bounds.list.servedCustomers + FEW,
    needsStatistics: true,
  },
  'the page of a person and the timeline': {
    act: async () => {
      const ctx = await moderator();
      expect(await getPerson(ctx, ada.id)).toMatchObject({ id: ada.id });
      expect((await listTimeline(ctx, { id: ada.id })).rows).toHaveLength(1);
    },
  },
  'the friends': { act: () => ada.im.get.friendList(), wide: 1 },
  'the followers of an author': {
    act: async () => expect(await share().me_follow({ type: 1, page: 9 })).toMatchObject({ total }),
    most: VIDEO_LIST,
  },
  'the followed authors': {
    act: async () => expect(await share().me_follow({ type: 2 })).toMatchObject({ total }),
    most: VIDEO_LIST,
  },
  'the liked videos': {
    act: async () => expect(await share().fabulous_log({ user_id: ada.id })).toMatchObject({ total }),
    most: VIDEO_LIST,
  },
  'the comments on a video': {
    act: async () => expect(await share().getComment({ id: await firstVideo() })).toMatchObject({ total }),
    most: VIDEO_LIST,
    needsStatistics: true,
  },
  'the comments by an author and on its videos': {
    act: async () =>
      expect(await share().common_log({ user_id: ada.id })).toMatchObject({ total: 2 * total }),
    most: 2 * VIDEO_LIST,
  },
  'the counts of an author': { act: () => bo.im['video.Share'].user_info({ user_id: ada.id }) },
  'the newest videos': {
    act: async () => expect((await share().video_lists({})).data).toHaveLength(15),
    needsStatistics: true,
  },
  'the recommended videos': {
    act: async () => expect((await share().video_list({ type: 1, page: 3 })).data).toHaveLength(15),
    needsStatistics: true,
  },
  'the members to be told of a message': {
    act: async () => {
      const of = { tenantId: 1 as TenantId, id: id as ConversationId };
      expect(await findRecipients(kith.server.deps.db, [of])).toMatchObject([{ accountId: bo.id }]);
    },
  },
  'the notifications of what was read': {
    act: async () => {
      const me = { ...(await operator(kith, 1)), actor: bo.id as AccountId, sessionId: '' };
      await dismissRead(me, [{ id: id as ConversationId, seq: 0, listId: list_id }]);
    },
  },
  "a page of customer service, of an agent's customers, and the loads of the agents": {
    act: async () => {
      const ctx = await operator(kith, 1);
      const first = await listSupportThreads(ctx, {});
      expect(first.rows).toHaveLength(bounds.staff.supportRows);
      await listSupportThreads(ctx, { onlyWaiting: true, after: first.next });
      await listSupportThreads(ctx, { agentId: bo.id });
      expect((await listAgents(ctx)).rows).toMatchObject([{ id: bo.id, answered: 0 }]);
    },
    needsStatistics: true,
  },
  'the newest moments': { act: () => ada.im.get.circleData({ time: 0 }), wide: 4 },
};

const statements = new Map<string, readonly Statement[]>();

describe.each(['unknown', 'known'])('with %s statistics', (statistics) => {
  beforeAll(async () => {
    if (statistics === 'known') await kith.sql('vacuum analyze');
  }, atPace(60_000));

  const shown = Object.entries(cases).filter(([, one]) => statistics === 'known' || !one.needsStatistics);
  it.each(shown)('%s', async (name, { act, wide = 0, rowsEach = 6, most = FEW }) => {
    if (!statements.has(name)) statements.set(name, await recordStatements(act));
    const recorded = statements.get(name)!;
    expect(recorded.length).toBeGreaterThan(0);
    for (const planning of ['custom', 'generic'] as const) {
      const reads: { rows: number; text: string }[] = [];
      for (const statement of recorded)
        reads.push({ rows: await counter.rowsReadBy(statement, planning), text: statement.text });
      reads.sort((a, b) => b.rows - a.rows);
      for (const [i, { rows, text }] of reads.entries())
        expect(rows, `${planning} plan: ${text}`).toBeLessThan(
          i < wide ? rowsEach * CONVERSATIONS + FEW : most,
        );
    }
  });
});

it('the database plans the statements of opening a conversation once, not for each call', async () => {
  // A request also reads the session and the tenant, if those in memory are too old.
  await ada.im.get.chatData({ list_id });
  const open = await recordStatements(() => ada.im.get.chatData({ list_id }));
  expect(open.length).toBeGreaterThan(3);
  for (const statement of open) expect(await counter.isPlannedOnce(statement), statement.text).toBe(true);
});

it('the unread messages of all conversations are counted in one pass over the conversations', async () => {
  const counting = (await recordStatements(() => ada.im.get.base())).filter(({ text }) =>
    text.includes('c.message_count'),
  );
  expect(counting).toHaveLength(1);
  expect(await counter.scansOf(counting[0]!, 'conversations')).toBe(1);
});
