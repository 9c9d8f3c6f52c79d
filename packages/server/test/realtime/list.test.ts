import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import type { realtime } from '@kith/contract';
import { group, plainPasswords, tell } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, people, say, upTo } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

async function listAt(
  socket: V1Socket,
  page: { after?: string; limit?: number } = {},
): Promise<realtime.ListFrame> {
  const cid = randomUUID();
  socket.send({ t: 'list', cid, ...page });
  return socket.next('list', (frame) => frame.cid === cid);
}

/** A person with conversations, the last one the newest. */
async function withConversations(
  amount: number,
): Promise<{ ada: Person; lists: string[]; others: Person[] }> {
  const [ada] = await people(kith, 'ada');
  const others = await people(kith, ...upTo(amount).map((n) => `friend${n}`));
  const lists: string[] = [];
  for (const other of others) {
    kith.advance(1000);
    lists.push(await kith.befriend(ada, other));
  }
  return { ada, lists, others };
}

test('kith.v1 list has a row for each conversation, with its newest entry, its counts and marks', async () => {
  const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
  const pair = await kith.befriend(ada, bo);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }, { person: cy }]);
  const { seq, id, time } = await say(atBo, pair, 'x'.repeat(500));
  await ask(atBo, { t: 'react', to: pair, id, emoji: '👍', on: true });
  await ada.im.friend.setRemarks({ user_id: bo.id, content: 'my bo' });
  const { conversations, next } = await listAt(atAda);
  expect(next).toBeUndefined();
  const row = conversations.find(({ to }) => to === pair)!;
  expect(row).toMatchObject({
    kind: 'single',
    name: '',
    peer: { user_id: bo.id, nickname: expect.any(String) as unknown, remark: 'my bo' },
    seq: seq + 1,
    unread: 1,
    mentions: 0,
    silent: false,
    last: { seq, id, kind: 'message', type: 0, from: bo.id, time, text: 'x'.repeat(100) },
  });
  expect(row.read).toBeLessThan(seq);
  const ofClub = conversations.find(({ to }) => to === club)!;
  expect(ofClub).toMatchObject({
    kind: 'group',
    name: 'the club',
    last: { kind: 'member', event: 'created', text: '' },
  });
  expect(ofClub).not.toHaveProperty('peer');

  await ask(atBo, { t: 'recall', to: pair, id });
  await tell(ada, club, 0, { text: 'burn me', yhjf: true });
  const after = new Map((await listAt(atAda)).conversations.map((one) => [one.to, one]));
  expect(after.get(pair)).toMatchObject({ unread: 0, last: { seq, recalled: true, text: '' } });
  expect(after.get(club)!.last).toMatchObject({ from: ada.id, text: '' });
});

test('pages by a cursor that neither skips nor repeats what does not move, with one statement each', async () => {
  const { ada, lists, others } = await withConversations(7);
  const atAda = await ada.v1();
  await kith.sql('update members set pinned_at = 1 where account_id = $1 and conversation_id = (select id from conversations where list_id = $2::uuid)', [ada.id, lists[2]]); // prettier-ignore
  const first = await listAt(atAda, { limit: 3 });
  expect(first.conversations.map(({ to }) => to)).toEqual([lists[2], lists[6], lists[5]]);
  expect(first.conversations.map(({ pinned }) => pinned)).toEqual([true, false, false]);
  // One moves to the front in the meantime, and another ends.
  kith.advance(1000);
  await tell(others[3]!, lists[3]!, 0, { text: 'me first' });
  const query = vi.spyOn(pg.Client.prototype, 'query');
  const second = await listAt(atAda, { limit: 3, after: first.next! });
  // The indexer and other jobs do not name ada.
  const named = query.mock.calls.filter(([one]) => (one as { values?: unknown[] }).values?.includes(ada.id));
  query.mockRestore();
  expect(named).toHaveLength(1);
  expect(second.conversations.map(({ to }) => to)).toEqual([lists[4], lists[1], lists[0]]);
  expect(second.next).toBeUndefined();
  const again = await listAt(atAda, { limit: 1, after: first.next! });
  expect(again.conversations.map(({ to }) => to)).toEqual([lists[4]]);
  expect((await listAt(atAda, { limit: 50 })).conversations.slice(0, 2).map(({ to }) => to)).toEqual([
    lists[2],
    lists[3],
  ]);
});

test('shows what the Chat API shows: neither a hidden, a left nor a blocked conversation', async () => {
  const [ada, bo, cy, dan] = await people(kith, 'ada', 'bo', 'cy', 'dan');
  const [toBo, toCy] = [await kith.befriend(ada, bo), await kith.befriend(ada, cy)];
  const club = await group(kith, [{ person: dan, role: 'owner' }, { person: ada }, { person: bo }]);
  const atAda = await ada.v1();
  const shown = async () => (await listAt(atAda)).conversations.map(({ to }) => to).toSorted();
  const ofChatApi = async () => (await ada.im.get.chatList()).data.map((row) => row.list_id).toSorted();
  expect(await shown()).toEqual(await ofChatApi());
  await kith.sql('update members set hidden_seq = 1000 where account_id = $1 and conversation_id = (select id from conversations where list_id = $2::uuid)', [ada.id, toCy]); // prettier-ignore
  await kith.sql('insert into blocks (tenant_id, account_id, blocked_id, created_at) values (1, $1, $2, 0)', [bo.id, ada.id]); // prettier-ignore
  await dan.im.message.removeChat({ list_id: club, users: [ada.id] });
  expect(await shown()).toEqual(await ofChatApi());
  expect(await shown()).not.toContain(toBo);
});

test('a page never exceeds a frame, and a bad request is refused by its cid', async () => {
  const { ada, lists, others } = await withConversations(50);
  const atAda = await ada.v1();
  for (const [i, to] of lists.entries()) await tell(others[i]!, to, 0, { text: '😀'.repeat(300) });
  await kith.sql(`update accounts set nickname = repeat('😀', 200) where id = any($1::int[])`, [others.map(({ id }) => id)]); // prettier-ignore
  const first = await listAt(atAda, { limit: 50 });
  expect(JSON.stringify(first).length).toBeLessThan(65_536);
  expect(first.conversations.length).toBeLessThan(50);
  const second = await listAt(atAda, { limit: 50, after: first.next! });
  const all = [...first.conversations, ...second.conversations].map(({ to }) => to);
  expect(new Set(all)).toEqual(new Set(lists));
  expect(all).toHaveLength(50);

  const cid = randomUUID();
  for (const bad of [
    { limit: 0 },
    { limit: 51 },
    { after: 5 },
    { after: 'x' },
    { after: '1.2.9999999999999999' },
  ]) {
    atAda.send({ t: 'list', cid, ...bad });
    const nack = await atAda.next('nack');
    expect(nack, JSON.stringify(bad)).toMatchObject({ t: 'nack', cid, code: 'invalid' });
    expect(nack).not.toHaveProperty('to');
  }
});

test('the empty list of a new account has no next page', async () => {
  const { ada } = await adaAndBo(kith);
  await ada.im.remove.del_log({ list_id: (await ada.im.get.chatList()).data[0]!.list_id, type: 1 });
  const [dee] = await people(kith, 'dee');
  const frame = await listAt(await dee.v1());
  expect({ ...frame, cid: '' }).toEqual({ t: 'list', cid: '', conversations: [] });
});
