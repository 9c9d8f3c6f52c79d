import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { history, plainPasswords, rowOf } from '../conversations/chatting.js';
import { makeClub } from '../groups/people.js';
import { useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { changeSettings } from '../im/operator.js';
import { adaAndBo, ask, people, say, syncAll, upTo } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const pin = (to: string, id: string, on = true): realtime.Pin => ({ t: 'pin', to, id, on });

async function pinsAt(socket: V1Socket, to: string): Promise<realtime.Preview[]> {
  const cid = randomUUID();
  socket.send({ t: 'pins', cid, to });
  return (await socket.next('pins', (frame) => frame.cid === cid && frame.to === to)).pinned;
}

test('kith.v1 pin is an entry for both of a pair, and kith.v1 pins lists what each may see', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
  const [one, two] = [await say(atAda, to, 'the address'), await say(atBo, to, 'the time')];
  const pinned = await ask(atBo, pin(to, one.id));
  expect(pinned).toMatchObject({ t: 'ack', id: one.id, seq: two.seq + 1 });
  const { e } = await atAda.next('entry', (frame) => frame.e.kind === 'pin');
  expect(e).toMatchObject({ seq: two.seq + 1, from: bo.id, content: { target: one.seq, on: true } });
  expect(await ask(atAda, pin(to, one.id))).toEqual(pinned);
  await ask(atAda, pin(to, two.id));
  const texts = async () => (await pinsAt(atBo, to)).map(({ text }) => text);
  expect(await texts()).toEqual(['the time', 'the address']);
  expect((await pinsAt(atBo, to))[1]).toMatchObject({
    seq: one.seq,
    id: one.id,
    from: ada.id,
    kind: 'message',
  });

  expect(await ask(atAda, pin(to, two.id, false))).toMatchObject({ t: 'ack', seq: two.seq + 3 });
  expect(await ask(atAda, pin(to, two.id, false))).toMatchObject({ t: 'ack', seq: two.seq });
  expect((await syncAll(atBo, to)).at(-1)).toMatchObject({
    kind: 'pin',
    content: { target: two.seq, on: false },
  });
  expect(await texts()).toEqual(['the address']);
  await ask(atAda, { t: 'recall', to, id: one.id });
  expect(await texts()).toEqual([]);
  expect(await ask(atAda, pin(to, one.id))).toMatchObject({ t: 'nack', code: 'not_found' });

  const [cy] = await people(kith, 'cy');
  const atCy = await cy.v1();
  const cid = randomUUID();
  for (const list of [to, 'e'.repeat(32)]) {
    expect(await ask(atCy, pin(list, two.id))).toMatchObject({ t: 'nack', code: 'not_found' });
    atCy.send({ t: 'pins', cid, to: list });
    expect(await atCy.next('nack')).toMatchObject({ cid, code: 'not_found' });
  }
});

test('in a group managers pin, or all if the tenant allows it; nobody more than fifty messages', async () => {
  const { ada, bo, cy, list_id: to } = await makeClub(kith);
  const [atAda, atBo, atCy] = await Promise.all([ada.v1(), bo.v1(), cy.v1()]);
  const { id } = await say(atCy, to, 'pin me');
  expect(await ask(atCy, pin(to, id))).toMatchObject({ t: 'nack', code: 'forbidden' });
  expect(await ask(atBo, pin(to, id))).toMatchObject({ t: 'ack' });
  expect(await ask(atAda, pin(to, id, false))).toMatchObject({ t: 'ack' });
  await changeSettings(kith, 1, { membersMayPin: true });
  expect(await ask(atCy, pin(to, id))).toMatchObject({ t: 'ack' });
  await changeSettings(kith, 1, { membersMayPin: false });
  for (const n of upTo(49)) await say(atCy, to, `${n}`);
  await kith.sql(
    `update entries set pin_seq = seq where kind = 'message' and pin_seq is null
       and conversation_id = (select id from conversations where list_id = $1::uuid)`,
    [to],
  );
  expect(await pinsAt(atCy, to)).toHaveLength(50);
  const another = await say(atCy, to, 'one too many');
  expect(await ask(atAda, pin(to, another.id))).toMatchObject({ t: 'nack', code: 'too_large' });
  await ask(atAda, pin(to, id, false));
  expect(await ask(atAda, pin(to, another.id))).toMatchObject({ t: 'ack' });
  // A member sees no pinned message from before the own history.
  await cy.im.remove.del_log({ list_id: to, type: 1 });
  expect(await pinsAt(atCy, to)).toEqual([]);
});

test('existing clients see nothing of a pin', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [socket, atBo] = [await ada.socket(), await bo.v1()];
  const { id } = await say(atBo, to, 'pin me');
  await socket.settle();
  const before = { shown: await history(ada, to), row: await rowOf(ada, to), frames: socket.frames.length };
  await ask(atBo, pin(to, id));
  await socket.settle();
  expect(socket.frames.slice(before.frames).map(({ action }) => action)).toEqual(['ping']);
  expect(await history(ada, to)).toEqual(before.shown);
  expect(await rowOf(ada, to)).toEqual(before.row);
});
