import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectIm } from '@kith/sdk';
import pg from 'pg';
import { cpuOfKith, freePort, KITH, launchKith, makeDataDir, stopChild } from './process.js';
import { connectionOf } from './subjects/kith.js';
import { copy, copyAccounts, registerVisitor } from './subjects/kith-rows.js';

/*
 * Processor time of the server and of its database for the list of chats and the start page of an account with many
 * conversations, half of them with an unread message. With `--beside`, a second build of Kith takes turns. Linux only.
 */
const { values: options } = parseArgs({
  options: {
    conversations: { type: 'string', default: '2000' },
    requests: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '5' },
    /** Another `bundle/cli/kith.js`. */
    beside: { type: 'string' },
  },
});
const CONVERSATIONS = Number(options.conversations);
const REQUESTS = Number(options.requests);
const ENDPOINTS = ['chatList', 'base'] as const;

interface Server {
  readonly name: string;
  readonly ask: (endpoint: (typeof ENDPOINTS)[number]) => Promise<unknown>;
  readonly cpu: () => { server: number; database: number };
  readonly stop: () => Promise<void>;
}

const programs = { kith: KITH, ...(options.beside && { beside: resolve(options.beside) }) };
const servers: Server[] = [];
try {
  for (const [name, program] of Object.entries(programs)) servers.push(await start(name, program));
  for (const endpoint of ENDPOINTS) await measure(endpoint);
} finally {
  for (const server of servers) await server.stop();
}

async function start(name: string, program: string): Promise<Server> {
  const dataDir = await makeDataDir();
  const port = await freePort();
  const child = await launchKith(dataDir, port, program);
  const url = `http://127.0.0.1:${port}`;
  const token = await seed(dataDir, url);
  const { get } = connectIm({ url, token });
  return {
    name,
    ask: (endpoint) => get[endpoint](),
    cpu: () => cpuOfKith(child, dataDir),
    stop: async () => {
      await stopChild(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Makes one conversation of friends over the interface and copies it, always with another friend; returns the token of its
 * owner.
 */
async function seed(dataDir: string, url: string): Promise<string> {
  const [ada, bo] = [await registerVisitor(url, '10.8.0.1'), await registerVisitor(url, '10.8.0.2')];
  const [asAda, asBo] = [connectIm({ url, token: ada.token }), connectIm({ url, token: bo.token })];
  await asBo.action.friendAdd({ user_id: ada.id });
  const [request] = await asAda.get.applyFriend();
  await asAda.action.friendAddAction({ apply_id: request?.id ?? 0 });
  const { list_id } = await asBo.message.getListId({ user_id: ada.id });
  await asBo.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } });

  const db = new pg.Client(await connectionOf(dataDir));
  await db.connect();
  const friends = await copyAccounts(db, bo.id, CONVERSATIONS - 1);
  const overFriends = {
    over: 'unnest($1::integer[]) with ordinality as o(friend_id, n)',
    values: [friends],
  };
  const conversations = await copy<{ id: string; high_id: number }>(db, 'conversations', {
    where: `t.list_id = '${list_id}'::uuid`,
    ...overFriends,
    set: { list_id: 'gen_random_uuid()', high_id: 'o.friend_id', last_sent_at: 't.last_sent_at - o.n' },
  });
  const of = `(select id from conversations where list_id = '${list_id}'::uuid)`;
  const overConversations = {
    over: 'unnest($1::bigint[], $2::integer[]) with ordinality as o(conversation_id, friend_id, n)',
    values: [conversations.map(({ id }) => id), conversations.map(({ high_id }) => high_id)],
  };
  const fromFriend = `case when t.ACCOUNT = ${bo.id} then o.friend_id else t.ACCOUNT end`;
  const friendFor = (column: string) => ({ [column]: fromFriend.replaceAll('ACCOUNT', column) });
  const conversation_id = 'o.conversation_id';
  await copy(db, 'entries', {
    where: `t.conversation_id = ${of}`,
    ...overConversations,
    set: { conversation_id, client_id: 'null', sent_at: 't.sent_at - o.n', ...friendFor('sender_id') },
  });
  await copy(db, 'members', {
    where: `t.conversation_id = ${of}`,
    ...overConversations,
    set: { conversation_id, ...friendFor('account_id') },
  });
  await copy(db, 'friends', {
    where: `t.account_id in (${ada.id}, ${bo.id})`,
    ...overFriends,
    set: { ...friendFor('account_id'), ...friendFor('friend_id') },
  });
  await db.query(
    `update members m set read_seq = c.last_seq, read_count = c.message_count from conversations c
     where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.account_id = $1 and c.id % 2 = 0`,
    [ada.id],
  );
  await db.query('vacuum analyze');
  await db.end();
  return ada.token;
}

async function measure(endpoint: (typeof ENDPOINTS)[number]): Promise<void> {
  const figures = new Map(servers.map((one) => [one, { server: [], database: [], ms: [] } as Figures]));
  // The first round warms up.
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const one of round % 2 ? servers : servers.toReversed()) {
      const { server, database, ms } = figures.get(one)!;
      const before = one.cpu();
      const times: number[] = [];
      for (let i = 0; i < REQUESTS; i++) {
        const since = performance.now();
        await one.ask(endpoint);
        times.push(performance.now() - since);
      }
      const after = one.cpu();
      if (round === 0) continue;
      server.push(((after.server - before.server) / REQUESTS) * 1000);
      database.push(((after.database - before.database) / REQUESTS) * 1000);
      ms.push(...times);
    }
  }
  for (const [{ name }, { server, database, ms }] of figures)
    console.log(
      `${endpoint.padEnd(9)} ${name.padEnd(7)} processor time ${median(server)} ms of the server, ${median(database)} of the database; answered in ${median(ms)} ms (p50)`,
    );
}

interface Figures {
  readonly server: number[];
  readonly database: number[];
  readonly ms: number[];
}

function median(values: number[]): string {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!.toFixed(2);
}
