import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { sweepUnindexed } from '@kith/core/conversations';
import { group, plainPasswords, tell } from '../conversations/chatting.js';
import { eventually, useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { block } from '../im/operator.js';
import { adaAndBo, ask, people, say, textFrame, upTo } from './support.js';

const kith = useKith({
  overrides: {
    ports: { passwords: plainPasswords },
    timing: { indexEveryMs: 20, sweepUnindexedEveryMs: 3_600_000 },
  },
});

type Asked = Omit<realtime.Search, 't' | 'cid'>;

async function searchAt(socket: V1Socket, asked: Asked): Promise<realtime.SearchFrame> {
  const cid = randomUUID();
  socket.send({ t: 'search', cid, ...asked });
  return socket.next('search', (frame) => frame.cid === cid);
}

/** All pages of a search. */
async function findAll(socket: V1Socket, asked: Asked): Promise<realtime.FoundMessage[]> {
  const found: realtime.FoundMessage[] = [];
  for (let after: string | undefined; ;) {
    const page = await searchAt(socket, { ...asked, ...(after !== undefined && { after }) });
    found.push(...page.found);
    if (page.next === undefined) return found;
    after = page.next;
  }
}

test('kith.v1 search finds every message with a text, the latest first, page by page: filtered, edited, new and not yet indexed ones', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const club = await group(kith, [{ person: ada }, { person: bo }]);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const wanted: string[] = [];
  const early = await say(atAda, to, 'hay');
  for (const n of upTo(300)) {
    const list = n % 3 === 0 ? club : to;
    const { id } = await say(n % 2 ? atAda : atBo, list, n % 10 === 0 ? `A needle # ${n}` : `hay ${n}`);
    if (n % 10 === 0) wanted.push(id);
  }
  await sweepUnindexed(kith.server.deps.db, { now: Date.now(), isFirst: true, goesOn: () => true });
  expect(await kith.sql('select from search_blocks where last_seq >= 96')).toHaveLength(3);
  const late = await say(atBo, club, 'one more NEEDLE');
  await ask(atAda, { t: 'edit', to, id: early.id, content: { text: 'ｎｅｅｄｌｅ, zebra' } });
  await eventually('all is indexed', async () => {
    const behind = await kith.sql(
      `select from entries e where kind = 'message' and not exists (
         select from entry_search s where s.conversation_id = e.conversation_id and s.seq = e.seq)`,
    );
    return behind.length === 0;
  });
  await kith.sql(`delete from entry_search where folded = 'one more needle'`);
  const [gone] = wanted.splice(4, 1);
  await ask(atBo, { t: 'recall', to, id: gone! });

  const expected = [early.id, ...wanted, late.id].toReversed();
  for (const limit of [7, 50]) {
    const found = await findAll(atAda, { text: ' Needle', limit });
    expect(found.map(({ id }) => id)).toEqual(expected);
  }
  const [first] = (await searchAt(atAda, { text: 'needle', limit: 1 })).found;
  expect(first).toMatchObject({ to: club, from: bo.id, text: 'one more NEEDLE', kind: 'message' });
  const inPair = await findAll(atBo, { text: 'needle', to });
  expect(inPair.at(-1)).toMatchObject({ to, from: ada.id, text: 'ｎｅｅｄｌｅ, zebra' });

  const inClub = await findAll(atBo, { text: 'needle', to: club, limit: 3 });
  expect(inClub.map(({ to: list }) => list)).toEqual(Array(11).fill(club));
  expect((await searchAt(atAda, { text: 'needle', to: club })).conversations).toMatchObject([
    { to: club, kind: 'group' },
  ]);
  // The filters do not have this word.
  expect((await searchAt(atBo, { text: 'zebra' })).found.map(({ id }) => id)).toEqual([early.id]);
  // A single letter has no filter.
  expect((await findAll(atAda, { text: '#', limit: 9 })).length).toBe(wanted.length);
  expect((await searchAt(atAda, { text: ' ' })).found).toEqual([]);
  expect((await searchAt(atAda, { text: 'nothing like it' })).found).toEqual([]);
});

test('kith.v1 search shows the part of a long text with what was looked for, the name of a file or place, and the face of the chat', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  await say(atAda, to, `${'前'.repeat(500)}Straße ﬁne${'後'.repeat(500)}`);
  await tell(ada, to, 10, { latitude: 25, longitude: 121, name: 'Lake of fine sand', address: '' });
  const { found, conversations } = await searchAt(atBo, { text: 'FINE' });
  expect(found.map(({ type }) => type)).toEqual([10, 0]);
  expect(found[0]!.text).toBe('Lake of fine sand');
  const { text } = found[1]!;
  expect([...text].length).toBe(142);
  expect(text).toMatch(/^…前+Straße ﬁne後+…$/);
  expect(conversations).toEqual([
    { to, kind: 'single', name: '', peer: { user_id: ada.id, nickname: 'ada', remark: '', avatar: '' } },
  ]);
});

test('kith.v1 search names the writers in groups as lists of members do: by remark, name in the group, nickname, or alias', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [cy, di, ed] = await people(kith, 'cy', 'di', 'ed');
  await kith.befriend(ada, cy);
  const members = [{ person: ada }, { person: bo }, { person: cy }, { person: di }, { person: ed }];
  const club = await group(kith, members);
  await ada.im.friend.setRemarks({ user_id: cy.id, content: 'Cousin Cy' });
  for (const person of [cy, di])
    await person.im.vendor.saveGroupNickName({ list_id: club, nickname: 'Captain' });
  await tell(bo, to, 0, { text: 'harbour in two' });
  for (const person of [cy, di, ed]) await tell(person, club, 0, { text: 'harbour in a club' });
  await ada.im.message.nimingChange({ list_id: club, value: 1 });
  await ed.im.action.updateUserSayType({ list_id: club, status: 1 });
  await tell(ed, club, 0, { text: 'harbour without a name' });
  // Who has left keeps a name.
  await di.im.message.liveGroup({ list_id: club });
  const { found } = await searchAt(await ada.v1(), { text: 'harbour' });
  const hidden = expect.any(String) as string;
  expect(found.map(({ from, name, alias }) => ({ from, name, alias }))).toEqual([
    { from: 0, alias: hidden },
    { from: ed.id, name: 'ed' },
    { from: di.id, name: 'Captain' },
    { from: cy.id, name: 'Cousin Cy' },
    { from: bo.id },
  ]);
});

test('kith.v1 search leaves out what its asker may not read: cleared, burning and hidden messages, other people’s chats', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [cy] = await people(kith, 'cy');
  const [atAda, atBo, atCy] = await Promise.all([ada.v1(), bo.v1(), cy.v1()]);
  await say(atAda, to, 'the secret place');
  const texts = async (socket: V1Socket) =>
    (await searchAt(socket, { text: 'secret' })).found.map(({ text }) => text);
  expect(await texts(atBo)).toEqual(['the secret place']);
  expect(await texts(atCy)).toEqual([]);
  const cid = randomUUID();
  for (const asked of [{ to }, { to: 'e'.repeat(32) }]) {
    atCy.send({ t: 'search', cid, text: 'secret', ...asked });
    expect(await atCy.next('nack')).toMatchObject({ cid, code: 'not_found' });
  }
  for (const asked of [{ after: 'nowhere' }, { limit: 51 }, { text: 'x'.repeat(201) }]) {
    atCy.send({ t: 'search', cid, text: 'secret', ...asked });
    expect(await atCy.next('nack')).toMatchObject({ cid, code: 'invalid' });
  }
  await ada.im.message.textMsg({
    list_id: to,
    content_type: 0,
    content: { text: 'a secret to burn', yhjf: 1 },
  });
  expect(await texts(atBo)).not.toContain('a secret to burn');
  await bo.im.remove.del_log({ list_id: to, type: 1 });
  expect(await texts(atBo)).toEqual([]);
  await ask(atAda, textFrame(to, 'another secret'));
  expect(await texts(atBo)).toEqual(['another secret']);
  await block(kith, bo, ada);
  expect(await texts(atBo)).toEqual([]);
});
