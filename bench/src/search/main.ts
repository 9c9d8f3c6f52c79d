import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectIm } from '@kith/sdk';
import pg from 'pg';
import { WebSocket } from 'ws';
import { cpuOf, freePort, launchKith, makeDataDir, stopChild } from '../process.js';
import { connectionOf } from '../subjects/kith.js';
import { makeTexts } from './texts.js';

// Measures the search in an archive, and whether the index keeps up. DATABASE_URL chooses an external, empty database.
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    conversations: { type: 'string', default: '250' },
    searches: { type: 'string', default: '200' },
    /** Messages per second, each in another one of as many conversations. */
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
  },
});
const MESSAGES = Number(values.messages);
const RATE = Number(values.rate);
/** A socket may send 300 frames per second. */
const SENDERS = 20;
const texts = makeTexts(1);
const dataDir = await makeDataDir();
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = await launchKith(dataDir, port);
const external = process.env['DATABASE_URL'];
const db = new pg.Client(
  external === undefined ? await connectionOf(dataDir) : { connectionString: external },
);
await db.connect();
db.on('error', () => undefined);
try {
  const { token, userid } = await connectIm({ url }).in.reg_tourist();
  const accountId = Number(userid.replace('Mac_trtc_', ''));
  await timed(`${MESSAGES} messages stored`, () => fill(accountId));
  await measureIndexing();
  await measureSearches(token);
  await measureLag();
} finally {
  await db.end().catch(() => undefined);
  await stopChild(server);
  await rm(dataDir, { recursive: true, force: true });
}

/** Stores messages in conversations of one account: a fifth in one of them, the others evenly. */
async function fill(accountId: number): Promise<void> {
  const ids = (await makeGroups(accountId, Number(values.conversations))).map(({ id }) => id);
  const last = new Map(ids.map((id) => [id, 0]));
  const from = Date.now() - 30 * 24 * 3_600_000;
  for (let stored = 0; stored < MESSAGES;) {
    const rows = Array.from({ length: Math.min(10_000, MESSAGES - stored) }, (_, i) => {
      const id = i % 5 === 0 ? ids[0]! : ids[(stored + i) % ids.length]!;
      const seq = last.get(id)! + 1;
      last.set(id, seq);
      return [id, seq, from + stored + i, JSON.stringify({ text: texts.next() })];
    });
    await db.query(
      `insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select 1, (row->>0)::bigint, (row->>1)::int, 'message', 0, $1, (row->>2)::bigint, (row->>1)::int, row->>3
       from json_array_elements($2::json) row`,
      [accountId, JSON.stringify(rows)],
    );
    stored += rows.length;
  }
  await db.query(
    `update conversations c set last_seq = t.seq, message_count = t.seq, last_sent_at = $3
     from unnest($1::bigint[], $2::int[]) as t (id, seq) where c.tenant_id = 1 and c.id = t.id`,
    [[...last.keys()], [...last.values()], from + MESSAGES],
  );
  await db.query('vacuum analyze entries, conversations, members');
  await db.query('update search_progress set complete_until = 0');
}

/** New groups with one member. */
async function makeGroups(accountId: number, count: number): Promise<{ id: string; listId: string }[]> {
  const { rows } = await db.query<{ id: string; listId: string }>(
    `with made as (
       insert into conversations (tenant_id, list_id, kind, created_at, member_count)
       select 1, gen_random_uuid(), 'group', $2, 1 from generate_series(1, $3::int) returning id, list_id
     ),
     joined as (
       insert into members (tenant_id, conversation_id, account_id, role, created_at) select 1, id, $1, 'owner', $2 from made
     ),
     grouped as (insert into groups (tenant_id, conversation_id) select 1, id from made)
     select id, replace(list_id::text, '-', '') as "listId" from made`,
    [accountId, Date.now(), count],
  );
  return rows;
}

/** The next sweep indexes what is not in the index. */
async function measureIndexing(): Promise<void> {
  const before = await measureCpu();
  while ((await readCompleteUntil()) === 0) await sleep(100);
  await timed('indexed', async () => {
    while ((await readCompleteUntil()) < Date.now() - 60_000) await sleep(200);
  });
  const { pool } = await measureCpu();
  const { rows } = await db.query<{ rows: string; filters: string }>(
    `select pg_size_pretty(pg_total_relation_size('entry_search')) as rows,
       pg_size_pretty(pg_total_relation_size('search_blocks')) as filters`,
  );
  await db.query('vacuum analyze entry_search, search_blocks');
  console.log(
    `database: ${(((pool - before.pool) / MESSAGES) * 1e6).toFixed(1)} us per message; rows ${rows[0]!.rows}, filters ${rows[0]!.filters}`,
  );
}

async function readCompleteUntil(): Promise<number> {
  const { rows } = await db.query<{ complete_until: string }>('select complete_until from search_progress');
  return Number(rows[0]!.complete_until);
}

async function measureSearches(token: string): Promise<void> {
  const im = connectIm({ url, token });
  const kinds: Record<string, () => string> = {
    'two Chinese characters': () => texts.word('chinese'),
    'four Chinese characters': () => texts.word('chinese') + texts.word('chinese'),
    'an English word': () => texts.word('english'),
    'the middle of an English word': () => texts.word('english').slice(1),
    'one Chinese character': () => texts.word('chinese').slice(1),
  };
  for (const [kind, text] of Object.entries(kinds)) {
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < Number(values.searches); i++) {
      const chat_msg = text();
      const since = performance.now();
      found += (await im.get.searchCahtMsg({ chat_msg })).length;
      times.push(performance.now() - since);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => `${times[Math.ceil(share * times.length) - 1]!.toFixed(1)} ms`;
    console.log(
      `${kind.padEnd(30)} p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}; ${(found / times.length).toFixed(1)} conversations each`,
    );
  }
}

/** Sends messages, each to another conversation than the one before, and watches how far the index is behind. */
async function measureLag(): Promise<void> {
  let acked = 0;
  const senders = await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      const { token, userid } = await connectIm({ url }).in.reg_tourist();
      const groups = await makeGroups(Number(userid.replace('Mac_trtc_', '')), RATE / SENDERS);
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'kith.v1');
      await new Promise((resolve) => socket.once('open', resolve));
      const ready = new Promise((resolve) => socket.once('message', resolve));
      socket.send(JSON.stringify({ t: 'hello', token }));
      await ready;
      socket.on('message', (data) => {
        if (String(data).startsWith('{"t":"ack"')) acked++;
      });
      return { socket, groups };
    }),
  );
  async function send(total: number): Promise<void> {
    const began = Date.now();
    for (let sent = 0; sent < total;) {
      const due = Math.min(total, ((Date.now() - began) / 1000) * RATE);
      for (; sent < due; sent++) {
        const { socket, groups } = senders[sent % SENDERS]!;
        const to = groups[Math.floor(sent / SENDERS) % groups.length]!.listId;
        socket.send(
          JSON.stringify({ t: 'send', cid: randomUUID(), to, type: 0, content: { text: texts.next() } }),
        );
      }
      await sleep(5);
    }
    await sleep(2_000);
  }
  // The first message to a conversation loads its members.
  await send(RATE);
  acked = 0;
  const before = await measureCpu();
  const began = Date.now();
  let worstLagMs = 0;
  const watch = setInterval(() => {
    void readLagMs(began).then((lagMs) => (worstLagMs = Math.max(worstLagMs, lagMs)));
  }, 250);
  const total = RATE * Number(values.seconds);
  await send(total);
  clearInterval(watch);
  const after = await measureCpu();
  const each = (seconds: number) => `${((seconds / acked) * 1e6).toFixed(1)} us`;
  console.log(
    `${acked} of ${total} messages at ${RATE} per second, each in another one of ${RATE} conversations: index at most ${(worstLagMs / 1000).toFixed(1)} s behind; ` +
      `processor time per message: database ${each(after.lanes - before.lanes)} to store, ${each(after.pool - before.pool)} to index; ` +
      `server ${each(after.server - before.server)} for both`,
  );
  for (const { socket } of senders) socket.terminate();
}

/** The age of the oldest message since a time that is not in the index. */
async function readLagMs(since: number): Promise<number> {
  const { rows } = await db.query<{ at: string | null }>(
    `select min(e.sent_at) as at from entries e where e.sent_at >= $1 and e.kind = 'message' and not exists (
       select from entry_search s
       where s.tenant_id = e.tenant_id and s.conversation_id = e.conversation_id and s.seq = e.seq
     )`,
    [Math.max(since, Date.now() - 10_000)],
  );
  return rows[0]!.at === null ? 0 : Date.now() - Number(rows[0]!.at);
}

/** Seconds of processor time of the server, of the connections that write messages, and of the pool, which indexes. */
async function measureCpu(): Promise<{ server: number; lanes: number; pool: number }> {
  const { rows } = await db.query<{ pid: number; name: string }>(
    `select pid, application_name as name from pg_stat_activity where application_name like 'kith %'`,
  );
  const of = (prefix: string) =>
    rows.filter(({ name }) => name.startsWith(prefix)).reduce((sum, { pid }) => sum + cpuOf(pid), 0);
  return { server: cpuOf(server.pid), lanes: of('kith lane'), pool: of('kith pool') };
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const since = performance.now();
  await work();
  console.log(`${what} in ${((performance.now() - since) / 1000).toFixed(1)} s`);
}
