import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import type { realtime } from '@kith/contract';
import { group, plainPasswords, tell } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { listIdOf, open as openTo } from '../api/channels.js';
import { adaAndBo, ask, people, say, upTo } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

async function listAt(
  socket: V1Socket,
  page: Omit<realtime.List, 't' | 'cid'> = {},
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
    last: { kind: 'member', event: 'created', name: 'ada', text: '' },
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
  expect({ ...frame, cid: '' }).toEqual({ t: 'list', cid: '', conversations: [], unread: 0 });
});

test('/im/chat/archive moves a row to the box of archived ones, and main has neither them nor strangers', async () => {
  const [ada, bo, cy, dee] = await people(kith, 'ada', 'bo', 'cy', 'dee');
  const [toBo, toCy] = [await kith.befriend(ada, bo), await kith.befriend(ada, cy)];
  const club = await group(kith, [{ person: cy, role: 'owner' }, { person: ada }]);
  const strange = await listIdOf(kith, (await openTo(dee, ada, { is_wave: 1 })).channel_id);
  const [atAda, phone] = await Promise.all([ada.v1(), ada.v1()]);
  for (const [who, to] of [[bo, toBo], [cy, toCy], [cy, club]] as const) await tell(who, to, 0, { text: 'Hi' }); // prettier-ignore
  await ada.im.message.chatTop({ list_id: toBo, value: 1 });
  const idsIn = async (page: Parameters<typeof listAt>[1]) =>
    (await listAt(atAda, page)).conversations.map(({ to }) => to).toSorted();
  expect(await idsIn({ box: 'main' })).toEqual([toBo, toCy, club].toSorted());
  expect((await listAt(atAda)).unread).toBe(3);

  await ada.im.chat.archive({ list_id: toBo, value: 1 });
  await phone.next('event', ({ type, data }) => type === 'conversation_changed' && data['list_id'] === toBo);
  await ada.im.message.msgDisturb({ list_id: club, value: 1 });
  expect(await idsIn({ box: 'main' })).toEqual([toCy, club].toSorted());
  const archive = await listAt(atAda, { box: 'archive' });
  expect(archive).toMatchObject({ conversations: [{ to: toBo, archived: true, pinned: false }], unread: 1 });
  expect(await idsIn({})).toEqual([toBo, toCy, club, strange].toSorted());
  // A message does not bring it back, and the older API shows it as before.
  await tell(bo, toBo, 0, { text: 'Still there?' });
  expect(await idsIn({ box: 'archive' })).toEqual([toBo]);
  expect((await ada.im.get.chatList()).data.map(({ list_id }) => list_id)).toContain(toBo);
  await ada.im.chat.archive({ list_id: toBo, value: 0 });
  expect(await idsIn({ box: 'main' })).toEqual([toBo, toCy, club].toSorted());
});

test('the rows of some conversations: only those in the list, with the name of who wrote in a group', async () => {
  const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
  const [toBo, ofOthers] = [await kith.befriend(ada, bo), await kith.befriend(bo, cy)];
  const club = await group(kith, [{ person: cy, role: 'owner' }, { person: ada }, { person: bo }]);
  const atAda = await ada.v1();
  const named = async () => {
    const { conversations } = await listAt(atAda, { of: [club, ofOthers, 'f'.repeat(32)] });
    expect(conversations.map(({ to }) => to)).toEqual([club]);
    return conversations[0]!.last;
  };
  await tell(bo, club, 0, { text: 'Hi' });
  expect(await named()).toMatchObject({ text: 'Hi', name: 'bo' });
  await bo.im.vendor.saveGroupNickName({ list_id: club, nickname: 'Bob of the club' });
  expect(await named()).toMatchObject({ name: 'Bob of the club' });
  await ada.im.friend.setRemarks({ user_id: bo.id, content: 'my bo' });
  expect(await named()).toMatchObject({ name: 'my bo' });
  await cy.im.message.groupIsMsg({ list_id: club, value: 1 });
  expect(await named()).toMatchObject({ kind: 'system', event: 'muted_all', on: true, name: 'cy' });
  await cy.im.message.removeChat({ list_id: club, users: [bo.id] });
  expect(await named()).toMatchObject({ kind: 'member', event: 'removed', count: 1, users: [bo.id] });
  expect((await listAt(atAda, { of: [toBo] })).conversations[0]!.last).not.toHaveProperty('name');
});
