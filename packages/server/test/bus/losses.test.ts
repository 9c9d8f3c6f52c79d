import { makeBatchWriter } from '@kith/core/conversations';
import { bounds, parseListId, type AccountId, type ConversationId, type TenantId } from '@kith/core/kernel';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { makeLaneConnection } from '../../src/adapters/postgres/batch-connection.js';
import { connectionOptions } from '../../src/adapters/postgres/pool.js';
import { makeFindMissed } from '../../src/realtime/nodes/find-missed.js';
import { group, plainPasswords } from '../conversations/chatting.js';
import { isLong, report } from '../faults/dice.js';
import { atPace, shortened } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';
import { makeProcessCarriers } from '../harness/process-carrier.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { addNode } from '../nodes/nodes.js';
import { adaAndBo, people, say } from '../realtime/support.js';

/** Everything that went over the bus. */
const frames: string[] = [];
/** What the bus loses now. */
let isLost: (frame: string) => boolean = () => false;
const carriers = makeProcessCarriers((frame) => {
  frames.push(frame);
  return isLost(frame) ? [] : [0];
});
/** A third of the product's periods, except where figures are reported. */
const period = (ms: number) => (isLong ? ms : shortened(ms, 3));
const timing = {
  earlyForMs: bounds.bus.earlyForMs,
  beatEveryMs: period(bounds.bus.beatEveryMs),
  nodeSilentForMs: period(bounds.bus.silentForMs),
  nodeAliveMs: period(bounds.bus.nodeAliveMs),
};
const kith = useKith({
  nodes: { count: 3, bus: carriers.open },
  overrides: { ports: { passwords: plainPasswords }, timing },
});

beforeEach(() => {
  isLost = () => false;
  frames.length = 0;
});

afterEach(() => {
  vi.restoreAllMocks();
});

const isEntry = (frame: string) => frame.includes('"entry_appended"');
const isMembers = (frame: string) => /^S \w+ members\n/.test(frame);

/** Counts the statements of all nodes that contain a text, from now on. */
function countStatements(text: string): () => number {
  const query = vi.spyOn(pg.Client.prototype, 'query').mockClear();
  return () => query.mock.calls.filter(([of]) => JSON.stringify(of).includes(text)).length;
}

test('a message whose event was lost on the bus is found by the number of the next beat', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo, old] = [await ada.v1(), await bo.v1(), await bo.socket()];
  await say(atAda, to, 'heard');
  await atBo.next('entry', ({ e }) => e.content['text'] === 'heard');
  isLost = isEntry;
  const { seq } = await say(atAda, to, 'lost');
  const since = performance.now();
  const told = await atBo.next('behind');
  expect(told.conversations).toEqual({ [to]: seq });
  expect((await old.next('chatData', ({ data }) => data.msg.content['text'] === 'lost')).list_id).toBe(to);
  report(`an event lost on the bus: other nodes have it after ${Math.round(performance.now() - since)} ms`);
  isLost = () => false;
  const next = await say(atAda, to, 'heard again');
  await atBo.next('entry', ({ e }) => e.seq === next.seq);
  await old.next('chatData', ({ data }) => data.msg.content['text'] === 'heard again');
});

test('missed entries are read for all viewers of a node together', async () => {
  const names = ['ada', 'bo', 'cy', 'dee', 'eve', 'flo', 'gus', 'hal', 'ida'] as const;
  const everybody = await people(kith, ...names);
  const to = await group(
    kith,
    everybody.map((person) => ({ person })),
  );
  const viewers = await Promise.all(everybody.map((person) => person.socket()));
  const atAda = await everybody[0].v1();
  await say(atAda, to, 'heard');
  for (const viewer of viewers) await viewer.next('chatData');
  const [lags, entries] = ['list_id, seq, place', 'after, cleared_seq, place'].map(countStatements);
  isLost = isEntry;
  await say(atAda, to, 'lost');
  for (const viewer of viewers)
    await viewer.next('chatData', ({ data }) => data.msg.content['text'] === 'lost');
  // Three viewers at each of the two other nodes.
  expect([lags!(), entries!()]).toEqual([2, 2]);
});

test('a read position that was lost is told again, to kith.v1 and to existing clients', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, old, atBo] = [await ada.v1(), await ada.socket(), await bo.v1()];
  const { seq } = await say(atAda, to, 'read me');
  await atBo.next('entry', ({ e }) => e.seq === seq);
  isLost = (frame) => frame.includes('"read_moved"');
  atBo.send({ t: 'read', to, seq });
  await atBo.next('read');
  isLost = () => false;
  expect(await atAda.next('read')).toMatchObject({ to, user_id: bo.id, seq });
  await old.next('timeData');
  for (const socket of [atAda, atBo]) {
    await socket.settle();
    expect(socket.frames.filter(({ t }) => t === 'read')).toHaveLength(1);
  }
});

test('an event of an account that was lost is shown in order, to kith.v1 and to existing clients', async () => {
  const { bo, to } = await adaAndBo(kith);
  const [v1, old] = [await bo.v1(), await bo.socket()];
  isLost = (frame) => frame.includes('"account_event"');
  await bo.im.message.chatTop({ list_id: to, value: 1 });
  isLost = () => false;
  await bo.im.message.chatTop({ list_id: to, value: 0 });
  const from = v1.ready.cursor.position;
  expect((await v1.next('event')).position).toBe(from + 1);
  expect((await v1.next('event')).position).toBe(from + 2);
  await old.next('getChatList');
  await old.next('getChatList');
});

test('a call whose ring was lost rings at an existing client', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const old = await bo.socket();
  isLost = (frame) => frame.includes('"call_changed"');
  const { call_id } = await ada.im.message.sendVideo({ list_id: to, content_type: 6 });
  isLost = () => false;
  expect(await old.next('vedioData')).toMatchObject({ call_id, list_id: to });
  await ada.im.message.closeVideo({ call_id });
  expect(await old.next('cancleVedio')).toMatchObject({ call_id });
});

test(
  'a node that dies between commit and publish: other nodes show its last message within seconds',
  async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, old, atBo] = [await ada.v1(), await bo.socket(), await bo.v1()];
    await say(atAda, to, 'heard');
    await atBo.next('entry');
    await old.next('chatData');
    // From here on nothing leaves the node of ada's socket, as if it had been killed.
    const dead = kith.servers.find(({ deps }) => deps.hub.isOnline(ada.id as AccountId))!.deps.nodeBus.nodeId;
    isLost = (frame) => frame.split(' ')[1] === dead;
    await say(atAda, to, 'its last words');
    const since = performance.now();
    await atBo.next('behind', (frame) => to in frame.conversations);
    await old.next('chatData', ({ data }) => data.msg.content['text'] === 'its last words');
    report(
      `a node killed before it publishes: other nodes have its message after ${Math.round(performance.now() - since)} ms`,
    );
    const others = kith.servers.filter(({ deps }) => deps.nodeBus.nodeId !== dead);
    await eventually(
      'the others have given it up',
      () => others.every(({ deps }) => !deps.nodeBus.nodes().has(dead)),
      bounds.bus.nodeAliveMs + 5000,
    );
    isLost = () => false;
    await eventually('it is back', () => others.every(({ deps }) => deps.nodeBus.nodes().has(dead)));
  },
  atPace(40_000),
);

test('a batch that was stored without a result is shown at every node, though no repeat comes', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo, old] = [await ada.v1(), await bo.v1(), await bo.socket()];
  await say(atAda, to, 'heard');
  for (const socket of [atAda, atBo]) await socket.next('entry');
  const [conversation] = await kith.sql<{ id: number; database: string }>(
    'select id::int, current_database() as database from conversations where list_id = $1::uuid',
    [parseListId(to)],
  );
  const { emit, log } = kith.server.deps;
  const database = { ...inject('database'), database: conversation!.database };
  const lane = makeLaneConnection(connectionOptions(database, 'doubt'), log);
  const writer = makeBatchWriter({
    connections: [
      {
        run: async (name, sql, values) => {
          await lane.run(name, sql, values);
          throw new Error('Connection terminated unexpectedly');
        },
      },
    ],
    emit,
    now: Date.now,
    log,
    onDoubt: ({ tenantId, id }) => emit({ type: 'entries_in_doubt', tenantId, conversationId: id }),
  });
  const written = writer.write({
    tenantId: 1 as TenantId,
    conversationId: conversation!.id as ConversationId,
    senderId: ada.id as AccountId,
    type: 0,
    content: '{"text":"in doubt"}',
  });
  await expect(written).rejects.toMatchObject({ code: 'unavailable' });
  for (const socket of [atAda, atBo]) await socket.next('behind', (frame) => to in frame.conversations);
  await old.next('chatData', ({ data }) => data.msg.content['text'] === 'in doubt');
  await lane.close();
});

describe('the members of a group', () => {
  /** Everybody writes at a node of their own, and hears all of it. */
  async function chat(sockets: readonly V1Socket[], to: string): Promise<void> {
    const acks = [];
    for (const socket of sockets) acks.push(await say(socket, to, 'hello'));
    for (const socket of sockets)
      for (const { seq } of acks) await socket.next('entry', ({ e }) => e.seq === seq);
    await sockets[0]?.settle();
  }

  test('are read once for all nodes after a change, and by each node that is not told of them', async () => {
    const [ada, bo, cy, dee, eve] = await people(kith, 'ada', 'bo', 'cy', 'dee', 'eve');
    const everybody = [ada, bo, cy, dee, eve].map((person) => ({ person }));
    const to = await group(kith, everybody);
    const sockets = [await ada.v1(), await bo.v1(), await cy.v1()];
    await chat(sockets, to);
    const loads = countStatements('array_agg(m.account_id)');
    frames.length = 0;
    await dee.im.message.liveGroup({ list_id: to });
    await chat(sockets, to);
    expect([loads(), new Set(frames.filter(isMembers)).size]).toEqual([1, 1]);
    isLost = isMembers;
    await eve.im.message.liveGroup({ list_id: to });
    await chat(sockets, to);
    expect(loads()).toBe(1 + 3);
  });
});

test('an anonymous message reaches other nodes, and neither its author nor its text goes over the bus', async () => {
  const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
  const to = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
  await ada.im.message.nimingChange({ list_id: to, value: 1 });
  await cy.im.action.updateUserSayType({ list_id: to, status: 1 });
  const [atCy, atAda, alsoCy, old] = [await cy.v1(), await ada.v1(), await cy.v1(), await bo.socket()];
  frames.length = 0;
  const { seq } = await say(atCy, to, 'the tea is bad');
  const seen = (await atAda.next('entry', ({ e }) => e.seq === seq)).e;
  expect(seen).toMatchObject({ from: 0, content: { text: 'the tea is bad' } });
  expect((await alsoCy.next('entry', ({ e }) => e.seq === seq)).e).toMatchObject({
    from: cy.id,
    alias: seen.alias,
  });
  const { msg } = (await old.next('chatData', ({ data }) => data.msg.content['text'] === 'the tea is bad'))
    .data;
  expect(msg.user_info).toMatchObject({ uid: 0, name: seen.alias });
  const about = frames.filter(isEntry);
  expect(about.length).toBeGreaterThan(0);
  for (const frame of about)
    for (const trace of ['the tea', String(cy.id), seen.alias!]) expect(frame).not.toContain(trace);
});

test('a node that is cut off alone: messages of both sides are stored, and shown at the other within seconds', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo] = [await ada.v1(), await bo.v1()];
  await say(atAda, to, 'heard');
  for (const socket of [atAda, atBo]) await socket.next('entry');
  const node = kith.servers.findIndex(({ deps }) => deps.hub.isOnline(ada.id as AccountId));
  carriers.cut(node);
  let isMended = false;
  onTestFinished(() => {
    if (!isMended) carriers.mend(node);
  });
  const since = performance.now();
  const [one, other] = [await say(atAda, to, 'from there'), await say(atBo, to, 'from here')];
  await atAda.next('entry', ({ e }) => e.seq === one.seq);
  for (const socket of [atAda, atBo])
    await socket.next(
      'behind',
      ({ conversations }) => (conversations[to] ?? 0) >= Math.min(one.seq, other.seq),
    );
  report(
    `one node cut off from the bus: both sides have messages after ${Math.round(performance.now() - since)} ms`,
  );
  carriers.mend(node);
  isMended = true;
  await eventually('the bus is up', () => kith.servers.every(({ deps }) => deps.nodeBus.isFlowing()));
  const { seq } = await say(atBo, to, 'together again');
  await atAda.take(
    (frame) =>
      (frame.t === 'entry' && frame.e.seq === seq) ||
      (frame.t === 'behind' && (frame.conversations[to] ?? 0) >= seq),
    'the last message, or behind',
  );
});

test.each([-6_000, 6_000])(
  'a node whose clock differs by %i ms: what the bus loses is found in both directions',
  async (shiftMs) => {
    const other = await addNode(kith, { carrier: carriers.open, now: () => Date.now() + shiftMs });
    await eventually('the nodes know each other', () => other.server.deps.nodeBus.nodes().size === 3);
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = [await other.v1(ada), await bo.v1()];
    await say(atAda, to, 'heard');
    for (const socket of [atAda, atBo]) await socket.next('entry');
    isLost = isEntry;
    const there = await say(atAda, to, 'lost');
    await atBo.next('behind', ({ conversations }) => conversations[to] === there.seq);
    const here = await say(atBo, to, 'lost too');
    await atAda.next('behind', ({ conversations }) => conversations[to] === here.seq);
  },
);

test('after more than a minute without a bus the sockets are closed with 1012 instead', async () => {
  const ada = await kith.person('ada');
  const socket = await ada.v1();
  const { deps } = kith.servers.find((server) => server.deps.hub.isOnline(ada.id as AccountId))!;
  const noted: unknown[] = [];
  const order = { take: () => undefined, note: (key: unknown) => noted.push(key), waiting: () => 0 };
  const find = makeFindMissed({
    ...deps,
    ordered: { onEvent: () => undefined, conversations: order, accounts: order },
    onRepair: () => undefined,
  });
  await find('down', performance.now() - bounds.bus.outageMs + 1000);
  expect(socket.socket.readyState).toBe(socket.socket.OPEN);
  await find('down', performance.now() - bounds.bus.outageMs - 1000);
  expect(await socket.closed).toBe(1012);
  expect(noted).toEqual([]);
});
