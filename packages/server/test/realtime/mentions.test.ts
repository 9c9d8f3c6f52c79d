import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords, unread } from '../conversations/chatting.js';
import { makeClub } from '../groups/people.js';
import { eventually, useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, say, syncAll, textFrame } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

function mention(to: string, mentions: realtime.Mentions, cid: string = randomUUID()): realtime.Send {
  return { ...textFrame(to, 'look here', cid), mentions };
}

/** The unread mentions of a conversation, as the list of an account has them. */
async function mentionsIn(socket: V1Socket, to: string): Promise<number> {
  const cid = randomUUID();
  socket.send({ t: 'list', cid });
  const { conversations } = await socket.next('list', (frame) => frame.cid === cid);
  return conversations.find((row) => row.to === to)!.mentions;
}

test('kith.v1 send with mentions counts for the mentioned members until they read it', async () => {
  const { ada, bo, cy, list_id: to } = await makeClub(kith);
  const [atAda, atBo, atCy] = await Promise.all([ada.v1(), bo.v1(), cy.v1()]);
  const frame = mention(to, [cy.id, bo.id, cy.id]);
  const first = (await ask(atAda, frame)) as realtime.Ack;
  const mentions = [bo.id, cy.id];
  expect((await atBo.next('entry', ({ e }) => e.cid === frame.cid)).e).toMatchObject({ mentions });
  expect((await syncAll(atCy, to, first.seq - 1))[0]).toMatchObject({ mentions });
  expect(await ask(atAda, frame)).toEqual(first);
  expect(await ask(atAda, { ...frame, mentions: [bo.id] })).toMatchObject({ code: 'conflict' });
  await say(atAda, to, 'not you');
  await ask(atAda, mention(to, [cy.id]));
  expect([await mentionsIn(atAda, to), await mentionsIn(atBo, to), await mentionsIn(atCy, to)]).toEqual([
    0, 1, 2,
  ]);
  expect(await unread(cy, to)).toBe(3);
  atCy.send({ t: 'read', to, seq: first.seq });
  await eventually('one is read', async () => (await mentionsIn(atCy, to)) === 1);
  await cy.im.get.chatData({ list_id: to, time: 0, is_up: 1 });
  await ask(atAda, { t: 'recall', to, id: first.id });
  await eventually('the other is recalled', async () => (await mentionsIn(atBo, to)) === 0);
  expect((await syncAll(atBo, to, first.seq - 1))[0]).not.toHaveProperty('mentions');
  // Writing reads, too.
  await say(atCy, to, 'here I am');
  expect(await mentionsIn(atCy, to)).toBe(0);
});

test('everybody is mentioned by the owner and admins only, and only members of a group can be', async () => {
  const { ada, bo, cy, dee, eve, list_id: to } = await makeClub(kith);
  const [atBo, atCy, atDee] = await Promise.all([bo.v1(), cy.v1(), dee.v1()]);
  expect(await ask(atCy, mention(to, 'all'))).toMatchObject({ t: 'nack', code: 'forbidden' });
  const all = mention(to, 'all');
  const acked = await ask(atBo, all);
  expect((await atCy.next('entry', ({ e }) => e.cid === all.cid)).e.mentions).toBe('all');
  expect([await mentionsIn(atBo, to), await mentionsIn(atCy, to)]).toEqual([0, 1]);
  // A repeat stays the same after the sender has lost the role.
  await ada.im.message.setGroupAdmin({ users: [], list_id: to, type: 1 });
  expect(await ask(atBo, all)).toEqual(acked);
  expect(await ask(atBo, mention(to, 'all'))).toMatchObject({ code: 'forbidden' });

  expect(await ask(atCy, mention(to, [ada.id, eve.id]))).toMatchObject({ t: 'nack', code: 'not_found' });
  expect(await ask(atCy, mention(to, [2 ** 30]))).toMatchObject({ code: 'not_found' });
  const many = Array.from({ length: 51 }, (_, i) => i + 1);
  expect(await ask(atCy, mention(to, many))).toMatchObject({ code: 'too_large' });
  expect(await ask(atCy, mention(to, []))).toMatchObject({ code: 'invalid' });
  const kept = mention(to, [dee.id]);
  const first = await ask(atCy, kept);
  await ada.im.message.removeChat({ list_id: to, users: [dee.id] });
  expect(await ask(atCy, mention(to, [dee.id]))).toMatchObject({ code: 'not_found' });
  expect(await ask(atCy, kept)).toEqual(first);
  expect(await ask(atDee, mention(to, [cy.id]))).toMatchObject({ code: 'not_found' });

  const pair = await adaAndBo(kith);
  const atPair = await pair.ada.v1();
  expect(await ask(atPair, mention(pair.to, [pair.bo.id]))).toMatchObject({ code: 'invalid' });
});
