import { createHmac, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords, threePeople } from '../conversations/chatting.js';
import { eventually, useKith, type Kith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { signInAgain } from './support.js';
import { openV1Socket } from '../harness/v1-socket.js';

const ports = { passwords: plainPasswords };
// A description of a session is larger than a notification of PostgreSQL, which connects these nodes.
const kith = useKith({ nodes: { count: 2, bus: 'postgres' }, overrides: { ports } });
const urls = ['turn:turn.example.com:3478', 'turns:turn.example.com'];
const SECRET = 'shared with the TURN server';
const relayed = useKith({
  config: { turn: { urls, ttlSeconds: 600 } },
  secrets: { turnSecret: SECRET },
  overrides: { ports },
});
const SDP = { type: 'offer', sdp: 'v=0\r\n'.repeat(1800) };

/** Sends a signal; returns `done` or the code of the refusal. */
async function signal(
  socket: V1Socket,
  call_id: number,
  frame: { kind?: string; data?: object; cid?: string } = {},
): Promise<string> {
  const { cid = randomUUID(), kind = 'candidate', data = { candidate: 'x' } } = frame;
  socket.send({ t: 'signal', cid, call_id, kind, data });
  return answerTo(socket, cid);
}

async function answerTo(socket: V1Socket, cid: string): Promise<string> {
  const answer = (await socket.take(
    (one) => (one.t === 'done' || one.t === 'nack') && one.cid === cid,
    'answer',
  )) as realtime.Done | realtime.Nack;
  return answer.t === 'nack' ? answer.code : answer.t;
}

/** The sockets of two devices of a person, each with a session of its own. */
async function twoDevices(of: Kith, person: Person): Promise<[V1Socket, V1Socket]> {
  const token = await signInAgain(of, person);
  return [await person.v1(), await openV1Socket(`${person.url.replace('http', 'ws')}/ws`, { token })];
}

test('kith.v1 signal goes to the other device of an answered call, is answered by kith.v1 done, and a repeat is delivered once', async () => {
  const { ada, bo, cy, list_id } = await threePeople(kith);
  const [atAda, phone, desk] = [await ada.v1(), ...(await twoDevices(kith, bo))];
  const atCy = await cy.v1();
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: 6 });
  expect(await signal(atAda, call_id)).toBe('forbidden');
  await bo.im.message.agreeVedio({ call_id });

  const cid = randomUUID();
  expect(await signal(atAda, call_id, { cid, kind: 'offer', data: SDP })).toBe('done');
  for (const socket of [phone, desk])
    expect(await socket.next('signal')).toEqual({ t: 'signal', call_id, kind: 'offer', data: SDP });
  expect(await signal(atAda, call_id, { cid, kind: 'offer', data: SDP })).toBe('done');
  expect(await signal(phone, call_id, { kind: 'answer', data: { sdp: 'v=0' } })).toBe('done');
  expect(await atAda.next('signal')).toEqual({ t: 'signal', call_id, kind: 'answer', data: { sdp: 'v=0' } });
  // From now on bo's other device takes no part.
  expect(await signal(desk, call_id)).toBe('forbidden');
  expect(await signal(atAda, call_id, { data: { candidate: 'for the phone' } })).toBe('done');
  expect(await phone.next('signal')).toMatchObject({
    kind: 'candidate',
    data: { candidate: 'for the phone' },
  });
  await desk.settle();
  expect(desk.frames.filter((frame) => frame.t === 'signal')).toHaveLength(1);
  expect(phone.frames.filter((frame) => frame.t === 'signal')).toHaveLength(2);

  expect(await signal(atCy, call_id)).toBe('not_found');
  expect(await signal(atCy, call_id + 1000)).toBe('not_found');
  await bo.im.message.closeVideo({ call_id });
  expect(await signal(atAda, call_id)).toBe('call_over');
  expect(await kith.sql('select from call_signals where call_id = $1', [call_id])).toEqual([]);
  expect(atCy.frames.filter((frame) => frame.t === 'signal')).toEqual([]);
});

test('of a signal that is stored while its call ends, nothing stays', async () => {
  const { ada, bo, list_id } = await threePeople(kith);
  const atAda = await ada.v1();
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: 6 });
  await bo.im.message.agreeVedio({ call_id });
  expect(await signal(atAda, call_id)).toBe('done');
  const cid = randomUUID();
  const waiting = async (amount: number) => {
    const rows = await kith.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length === amount;
  };
  let answer: Promise<string> | undefined;
  let closing: Promise<unknown> | undefined;
  const held = kith.server.deps.db.transaction().execute(async (tx) => {
    // An uncommitted row with the same key: the signal waits after it has found the call running.
    await sql`
      insert into call_signals (tenant_id, call_id, from_id, cid, kind, data)
      values (1, ${call_id}, ${ada.id}, ${cid}, 'candidate', '{}')
    `.execute(tx);
    answer = signal(atAda, call_id, { cid });
    await eventually('the signal is being stored', () => waiting(1));
    closing = bo.im.message.closeVideo({ call_id });
    await eventually('the end waits for it', () => waiting(2));
    throw new Error('taken back');
  });
  await expect(held).rejects.toThrow('taken back');
  await closing;
  expect(await answer).toBe('done');
  expect(await kith.sql('select from call_signals where call_id = $1', [call_id])).toEqual([]);
  expect(await signal(atAda, call_id)).toBe('call_over');
});

test('signals are bounded in size, number and kind', async () => {
  const { ada, bo, list_id } = await threePeople(kith);
  const atAda = await ada.v1();
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: 7 });
  await bo.im.message.agreeVedio({ call_id });
  expect(await signal(atAda, call_id, { data: { sdp: 'x'.repeat(16_000) } })).toBe('too_large');
  expect(await signal(atAda, call_id, { kind: 'poke' })).toBe('invalid');
  expect(await signal(atAda, 0)).toBe('invalid');
  await kith.sql(
    `insert into call_signals select 1, $1, $2, gen_random_uuid(), 'candidate', '{}' from generate_series(1, 499)`,
    [call_id, ada.id],
  );
  expect(await signal(atAda, call_id)).toBe('done');
  expect(await signal(atAda, call_id)).toBe('too_large');
  await ada.im.message.closeVideo({ call_id });
});

test('kith.v1 turn grants access to the TURN servers for a while, to the participants of a call only', async () => {
  const { ada, bo, cy, list_id } = await threePeople(relayed);
  const [atAda, atCy] = await Promise.all([ada.v1(), cy.v1()]);
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: 6 });
  const cid = randomUUID();
  atAda.send({ t: 'turn', cid, call_id });
  const access = await atAda.next('turn');
  const seconds = access.expires / 1000;
  expect(Math.abs(seconds - Date.now() / 1000 - 600)).toBeLessThan(60);
  const username = `${seconds}:1-${ada.id}`;
  const credential = createHmac('sha1', SECRET).update(username).digest('base64');
  expect(access).toEqual({ t: 'turn', cid, urls, username, credential, expires: access.expires });
  atCy.send({ t: 'turn', cid, call_id });
  expect(await answerTo(atCy, cid)).toBe('not_found');
  await bo.im.message.closeVideo({ call_id });
  atAda.send({ t: 'turn', cid, call_id });
  expect(await answerTo(atAda, cid)).toBe('call_over');
});

test('kith.v1 call tells a device that has just started of the call that rings or runs', async () => {
  const { ada, bo, cy, list_id } = await threePeople(kith);
  const { call_id, room } = await ada.im.message.sendVideo({ list_id, content_type: 7 });
  const call = {
    call_id,
    list_id,
    caller_id: ada.id,
    callee_id: bo.id,
    medium: 'voice',
    room,
    state: 'ringing',
  };
  expect([await callOf(ada), await callOf(bo), await callOf(cy)]).toEqual([call, call, undefined]);
  await bo.im.message.agreeVedio({ call_id });
  expect(await callOf(bo)).toEqual({ ...call, state: 'active', answered: expect.any(Number) });
  await ada.im.message.closeVideo({ call_id });
  expect(await callOf(ada)).toBeUndefined();
});

async function callOf(person: Person): Promise<realtime.LiveCall | undefined> {
  const socket = await person.v1();
  const cid = randomUUID();
  socket.send({ t: 'call', cid });
  const answer = await socket.next('call');
  expect(answer.cid).toBe(cid);
  return answer.call;
}

test('without TURN servers there is no access to them', async () => {
  const { ada, list_id } = await threePeople(kith);
  const atAda = await ada.v1();
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: 6 });
  const cid = randomUUID();
  atAda.send({ t: 'turn', cid, call_id });
  expect(await answerTo(atAda, cid)).toBe('feature_off');
  await ada.im.message.closeVideo({ call_id });
});
