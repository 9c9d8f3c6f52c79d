import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { group, history, plainPasswords, tell } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, people, say, syncAll, textFrame } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

function reply(to: string, seq: number, text = 'indeed', cid: string = randomUUID()): realtime.Send {
  return { ...textFrame(to, text, cid), reply_to: seq };
}

/** Sends a reply; returns its entry as these sockets receive it live. */
async function replyAt(socket: V1Socket, to: string, seq: number, others: readonly V1Socket[]) {
  const frame = reply(to, seq);
  expect(await ask(socket, frame)).toMatchObject({ t: 'ack' });
  const mine = ({ e }: realtime.EntryFrame) => e.cid === frame.cid;
  return Promise.all(others.map(async (other) => (await other.next('entry', mine)).e));
}

test('kith.v1 send with reply_to is delivered with a quote, live and later, until the message is recalled', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const { id, seq } = await say(atAda, to, 'tea at five?');
  const quote = { id, from: ada.id, type: 0, text: 'tea at five?' };
  const live = await replyAt(atBo, to, seq, [atAda, atBo]);
  for (const entry of live) expect(entry).toMatchObject({ from: bo.id, reply_to: seq, quote });
  expect(await syncAll(atAda, to, seq)).toEqual([live[0]]);
  const late = await ada.v1({ conversations: { [to]: seq } });
  expect((await late.next('entries')).entries).toEqual([live[0]]);

  await ask(atAda, { t: 'edit', to, id, content: { text: 'tea at six?' } });
  expect((await syncAll(atBo, to, seq))[0]!.quote).toEqual({ ...quote, text: 'tea at six?' });
  await ask(atAda, { t: 'recall', to, id });
  const [after] = await syncAll(atBo, to, seq);
  expect(after).toMatchObject({ reply_to: seq });
  expect(after).not.toHaveProperty('quote');
});

test('a reply to what is no message, is removed, is cleared or was never there is refused alike; a repeat is not', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const recalled = await say(atAda, to, 'regretted');
  const frame = reply(to, recalled.seq);
  const first = await ask(atBo, frame);
  await ask(atAda, { t: 'recall', to, id: recalled.id });
  expect(await ask(atBo, frame)).toEqual(first);
  expect(await ask(atBo, { ...frame, content: { text: 'other' } })).toMatchObject({ code: 'conflict' });
  const cleared = await say(atAda, to, 'cleared');
  await bo.im.remove.del_log({ list_id: to, type: 1 });
  for (const seq of [1, recalled.seq, cleared.seq, 1000]) {
    const answer = await ask(atBo, reply(to, seq));
    expect(answer, String(seq)).toMatchObject({ t: 'nack', to, code: 'not_found' });
  }
  // Ada did not clear it.
  expect(await ask(atAda, reply(to, cleared.seq))).toMatchObject({ t: 'ack' });
});

test('a member who may not see the quoted message gets the reply without it', async () => {
  const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
  const to = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
  const [atAda, atBo, atCy] = await Promise.all([ada.v1(), bo.v1(), cy.v1()]);
  const { seq } = await say(atAda, to, 'before cy came');
  await kith.befriend(ada, cy);
  await ada.im.message.addChat({ list_id: to, users: [cy.id], type: 0 });
  const [shown, hidden] = await replyAt(atAda, to, seq, [atBo, atCy]);
  expect(shown).toMatchObject({ reply_to: seq, quote: { text: 'before cy came' } });
  expect(hidden).toMatchObject({ reply_to: seq, content: { text: 'indeed' } });
  expect(hidden).not.toHaveProperty('quote');
  expect((await syncAll(atBo, to, seq)).at(-1)).toEqual(shown);
  expect((await syncAll(atCy, to)).at(-1)).toEqual(hidden);
  const late = await cy.v1({ conversations: { [to]: 0 } });
  expect((await late.next('entries')).entries.at(-1)).toEqual(hidden);
  expect(await ask(atCy, reply(to, seq))).toMatchObject({ t: 'nack', code: 'not_found' });
});

test('a quote is short, and shows neither what burns nor an anonymous author', async () => {
  const [ada, bo] = await people(kith, 'ada', 'bo');
  const to = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const family = '👨‍👩‍👧‍👦';
  const long = await say(atAda, to, 'x'.repeat(98) + family + 'y'.repeat(9000));
  const cut = { from: ada.id, type: 0, text: 'x'.repeat(98) };
  expect((await replyAt(atBo, to, long.seq, [atAda]))[0]!.quote).toMatchObject(cut);
  expect((await syncAll(atAda, to, long.seq))[0]!.quote).toMatchObject(cut);
  const burning: realtime.Send = { ...textFrame(to, 'secret'), content: { text: 'secret', yhjf: true } };
  const { seq } = (await ask(atAda, burning)) as realtime.Ack;
  expect((await replyAt(atBo, to, seq, [atAda]))[0]!.quote).toMatchObject({ text: '' });
  const card: realtime.Send = { t: 'send', cid: randomUUID(), to, type: 8, content: { user_id: bo.id } };
  const { seq: cardSeq } = (await ask(atAda, card)) as realtime.Ack;
  expect((await replyAt(atBo, to, cardSeq, [atAda]))[0]!.quote).toMatchObject({ type: 8, text: '' });

  await ada.im.message.nimingChange({ list_id: to, value: 1 });
  await bo.im.action.updateUserSayType({ list_id: to, status: 1 });
  const secretly = await say(atBo, to, 'who am I?');
  const [live] = await replyAt(atAda, to, secretly.seq, [atBo]);
  const alias = expect.stringMatching(/^匿名/) as unknown;
  expect(live!.quote).toMatchObject({ from: 0, alias, text: 'who am I?' });
  expect((await syncAll(atAda, to, live!.seq - 1))[0]!.quote).toMatchObject({ from: 0, alias });
  expect((await syncAll(atBo, to, live!.seq - 1))[0]!.quote).toMatchObject({ from: bo.id, alias });
});

test('existing clients get the plain message', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [socket, atBo] = [await ada.socket(), await bo.v1()];
  const plain = await tell(bo, to, 0, { text: 'indeed' });
  const { seq } = await say(atBo, to, 'tea?');
  await ask(atBo, reply(to, seq));
  const shown = (await history(ada, to)).at(-1)!;
  expect(Object.keys(shown.msg)).toEqual(Object.keys(plain.msg));
  expect(shown.msg.content).toEqual({ text: 'indeed' });
  await socket.settle();
  expect(socket.frames.findLast(({ action }) => action === 'chatData')).toMatchObject({
    data: { data: { msg: { id: shown.msg.id, content: { text: 'indeed' } } } },
  });
});
