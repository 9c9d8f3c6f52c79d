import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, people } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** Writes or reads a draft; returns the one in force, or the refusal. */
async function draft(
  socket: V1Socket,
  to: string,
  written: { text?: string; time?: number } = {},
): Promise<{ text: string; time: number } | string> {
  const cid = randomUUID();
  socket.send({ t: 'draft', cid, to, ...written });
  const answer = (await socket.take(
    (frame) => (frame.t === 'draft' || frame.t === 'nack') && frame.cid === cid,
    'answer',
  )) as realtime.DraftFrame | realtime.Nack;
  return answer.t === 'nack' ? answer.code : { text: answer.text, time: answer.time };
}

test('kith.v1 draft reaches the own devices only, and the latest one wins', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [phone, desk, atBo] = await Promise.all([ada.v1(), ada.v1(), bo.v1()]);
  expect(await draft(phone, to)).toEqual({ text: '', time: 0 });
  expect(await draft(phone, to, { text: 'Dear b', time: 1000 })).toEqual({ text: 'Dear b', time: 1000 });
  expect(await desk.next('event')).toMatchObject({ type: 'draft_changed', data: { list_id: to } });
  expect(await draft(desk, to)).toEqual({ text: 'Dear b', time: 1000 });
  expect(await draft(desk, to, { text: 'Dear bo', time: 2000 })).toEqual({ text: 'Dear bo', time: 2000 });
  // The phone was offline and says late what it wrote before.
  expect(await draft(phone, to, { text: 'Dear', time: 1500 })).toEqual({ text: 'Dear bo', time: 2000 });
  const listed = async (socket: V1Socket) => {
    socket.send({ t: 'list', cid: randomUUID() });
    return (await socket.next('list')).conversations[0]!;
  };
  expect(await listed(phone)).toMatchObject({ draft: { text: 'Dear bo', time: 2000 } });
  expect(await listed(atBo)).not.toHaveProperty('draft');
  expect(await draft(atBo, to)).toEqual({ text: '', time: 0 });
  // At the same time, both devices end with the same one.
  const both = await Promise.all([
    draft(phone, to, { text: 'a', time: 3000 }),
    draft(desk, to, { text: 'b', time: 3000 }),
  ]);
  expect(both).toContainEqual({ text: 'b', time: 3000 });
  expect(await draft(phone, to)).toEqual({ text: 'b', time: 3000 });

  expect(await draft(desk, to, { text: '', time: 4000 })).toEqual({ text: '', time: 4000 });
  expect(await draft(phone, to, { text: 'b!', time: 3500 })).toEqual({ text: '', time: 4000 });
  expect(await listed(phone)).not.toHaveProperty('draft');
  await atBo.settle();
  expect(atBo.frames.filter((frame) => frame.t === 'event')).toEqual([]);
});

test('a clock that is ahead does not win for ever', async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  const early = await draft(socket, to, { text: 'from the future', time: Number.MAX_SAFE_INTEGER });
  expect(early).toMatchObject({ text: 'from the future' });
  expect(Math.abs((early as { time: number }).time - Date.now())).toBeLessThan(60_000);
  kith.advance(1000);
  const time = (early as { time: number }).time + 1;
  expect(await draft(socket, to, { text: 'now', time })).toEqual({ text: 'now', time });
});

test('a draft is bounded, and only a member has one', async () => {
  const { ada, to } = await adaAndBo(kith);
  const [cy] = await people(kith, 'cy');
  const [socket, atCy] = await Promise.all([ada.v1(), cy.v1()]);
  expect(await draft(socket, to, { text: '長'.repeat(2000), time: 1 })).toMatchObject({ time: 1 });
  expect(await draft(socket, to, { text: 'x'.repeat(2001), time: 2 })).toBe('too_large');
  expect(await draft(socket, to, { text: 'NUL \0', time: 2 })).toBe('invalid');
  expect(await draft(socket, to, { text: 'x', time: 0 })).toBe('invalid');
  expect(await draft(socket, to)).toMatchObject({ time: 1 });
  for (const list of [to, 'e'.repeat(32)]) {
    expect(await draft(atCy, list)).toBe('not_found');
    expect(await draft(atCy, list, { text: 'x', time: 1 })).toBe('not_found');
  }
});
