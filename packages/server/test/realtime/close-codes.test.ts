import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { bounds } from '@kith/core/kernel';
import { connectIm } from '@kith/sdk';
import { expectWithin } from '../harness/at-pace.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { eventually, useKith } from '../harness/kith.js';
import { openV1Socket } from '../harness/v1-socket.js';
import { openRawClient } from './raw-client.js';
import {
  adaAndBo,
  holdConversations,
  people,
  say,
  signInAgain,
  syncAll,
  textFrame,
  upTo,
} from './support.js';

const warnings = collectWarnings();
const kith = useKith({
  log: warnings.log,
  overrides: { ports: { passwords: plainPasswords }, timing: { closeWithinMs: 300 } },
});

afterEach(() => expect(warnings.drain()).toEqual([]));

const wsUrl = () => `${kith.url.replace('http', 'ws')}/ws`;

function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await promise;
  expectWithin(ms, performance.now() - begun);
  return result;
}

describe('4001: the token was refused or revoked', () => {
  test.each([
    ['empty', ''],
    ['noise', 'not a token'],
    ['huge', 'x'.repeat(60_000)],
    ['unsigned', `${btoa('{"alg":"none"}')}.${btoa('{"jti":"1"}')}.`],
  ])('for a token that is %s', async (_, token) => {
    await expect(openV1Socket(wsUrl(), { token })).rejects.toThrow(
      /closed with 4001: \[\{"t":"error","code":"not_signed_in"/,
    );
  });

  test.each([
    ['disabled', 4],
    ['frozen', 1],
  ])('for the token of an account that is %s', async (status, err) => {
    const [ada] = await people(kith, 'ada');
    await kith.sql('update accounts set status = $2 where id = $1', [ada.id, status]);
    await expect(ada.v1()).rejects.toThrow(new RegExp(`4001: .*account_${status}`));
    const legacy = await openLegacySocket(wsUrl());
    legacy.send({ action: 'checkToken', data: ada.token });
    expect((await legacy.next('checkToken')).err).toBe(err);
  });

  test('a new password closes the sockets of all other sessions at once, and keeps the own one', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const token = await signInAgain(kith, ada);
    const other = { ...ada, token };
    const [own, ownLegacy, theirs] = await Promise.all([ada.v1(), ada.socket(), bo.v1()]);
    const [v1, legacy] = await Promise.all([openV1Socket(wsUrl(), other), openLegacySocket(wsUrl(), token)]);
    await ada.im.set.password({ pass1: ada.password, pass2: 'Passw0rd2', pass3: 'Passw0rd2' });

    expect(await within(1000, v1.closed)).toBe(4001);
    expect(await within(1000, legacy.closed)).toBe(4001);
    expect(v1.frames.at(-1)).toMatchObject({ t: 'error', code: 'not_signed_in' });
    expect((await legacy.next('checkToken')).err).not.toBe(0);
    await expect(openV1Socket(wsUrl(), other)).rejects.toThrow(/4001/);
    await say(theirs, to, 'still there?');
    await own.next('entry');
    await ownLegacy.next('chatData');
  });

  test('another process revokes or deletes a session, or disables or freezes an account: the sockets close within five seconds', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const changes = [
      'update sessions set revoked_at = 1 where account_id = $1',
      `update accounts set status = 'disabled' where id = $1`,
      `update accounts set status = 'frozen' where id = $1`,
      'delete from sessions where account_id = $1',
    ];
    const victims = await people(kith, ...changes.map((_, i) => `victim${i}`));
    const sockets = await Promise.all(victims.flatMap((victim) => [victim.v1(), victim.socket()]));
    const [own, theirs] = await Promise.all([ada.v1(), bo.v1()]);
    await Promise.all(changes.map((text, i) => kith.sql(text, [victims[i]!.id])));
    const codes = await within(5000, Promise.all(sockets.map((socket) => socket.closed)));
    expect(codes).toEqual(Array(8).fill(4001));
    const again = await Promise.all(victims.map((victim) => victim.v1().then(() => 'let in', String)));
    for (const refusal of again) expect(refusal).toMatch(/4001/);
    await say(theirs, to, 'anybody?');
    await own.next('entry');
  });

  test('frames after the close are ignored, and the connection is cut', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const theirs = await bo.v1();
    const rude = await openRawClient(wsUrl(), 'kith.v1');
    rude.send({ t: 'hello', token: ada.token });
    await eventually('ada is in', () => rude.texts.some((text) => text.includes('"ready"')));
    const session = connectIm({ url: kith.url, token: await signInAgain(kith, ada), tenant: 1 });
    await session.set.password({ pass1: ada.password, pass2: 'Passw0rd2', pass3: 'Passw0rd2' });
    await eventually('the close frame is there', () => rude.closeCode() === 4001);
    const cid = randomUUID();
    rude.send(textFrame(to, 'you cannot stop me', cid));
    rude.send({ t: 'typing', to, on: true });
    await within(2000, rude.gone);
    await theirs.settle();
    expect(await kith.sql('select 1 from entries where client_id = $1', [cid])).toEqual([]);
    expect(theirs.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);
  });
});

/**
 * Four seconds' worth. Two are not enough: the server reads a stranger for a moment and then pauses for a second, and
 * if it reads half before the pause, neither half exceeds the limit.
 */
const FLOOD = upTo(4 * bounds.frame.perSecond);

describe('4009: too many frames', () => {
  test.each([
    ['of kith.v1', 'kith.v1', 1, '{"t":"ping"}'],
    ['of existing clients', undefined, 1, '{"action":"ping","data":""}'],
    ['of noise', undefined, 1, 'x'],
    ['of bytes', 'kith.v1', 2, 'x'],
    ['of pongs', undefined, 10, 'x'],
  ])('for a flood %s', async (_, protocol, opcode, payload) => {
    const [ada] = await people(kith, 'ada');
    const bystander = await ada.v1();
    const flooding = await openRawClient(wsUrl(), protocol);
    if (protocol) flooding.send({ t: 'hello', token: ada.token });
    for (const _ of FLOOD) flooding.sendFrame(opcode, Buffer.from(payload));
    await eventually('it is closed', () => flooding.closeCode() === 4009);
    await flooding.gone;
    await bystander.settle();
  });

  test('for a flood of pings, which is cut without a close frame when it arrives at once', async () => {
    const [flooding, pinging] = await Promise.all([openRawClient(wsUrl()), openRawClient(wsUrl())]);
    for (const _ of FLOOD) flooding.sendFrame(9, Buffer.from('x'));
    await flooding.gone;
    for (const _ of FLOOD) {
      for (const _ of upTo(4)) pinging.sendFrame(9, Buffer.from('x'));
      await new Promise((resolve) => setImmediate(resolve));
      if (pinging.tcp.closed) break;
    }
    await pinging.gone;
  });

  test('not for a burst of one second, also after the clock was set back', async () => {
    const { ada, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const before = await say(socket, to, 'before');
    kith.advance(-3600_000);
    try {
      // Two frames were sent above.
      for (const _ of upTo(socket.ready.limits.frames_per_second - 10)) socket.send({ t: 'ping' });
      await socket.settle();
      // Times never go back either.
      expect((await say(socket, to, 'after')).time).toBeGreaterThanOrEqual(before.time);
    } finally {
      kith.advance(3600_000);
    }
  });
});

describe('1009: too large', () => {
  test.each([
    ['kith.v1', 'kith.v1'],
    ['existing clients', undefined],
  ])('for a frame over 64 KB of %s; one of exactly 64 KB is read', async (_, protocol) => {
    const large = await openRawClient(wsUrl(), protocol);
    large.send({ t: 'hello', token: '' }); // existing clients ignore it
    const socket = await openRawClient(wsUrl(), protocol);
    const [ada] = await people(kith, 'ada');
    socket.send({ t: 'hello', token: ada.token });
    socket.send('x'.repeat(65_536));
    socket.send(protocol ? { t: 'ping' } : { action: 'ping', data: '' });
    await eventually('the next frame is answered', () =>
      socket.texts.some((text) => text.includes(protocol ? 'pong' : 'ping')),
    );
    socket.send('x'.repeat(65_537));
    await eventually('it is closed', () => socket.closeCode() === 1009);
    large.destroy();
  });
});

describe('1012: restart', () => {
  test('every client is told to reconnect within five seconds', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const [v1, legacy, visitor] = await Promise.all([ada.v1(), bo.socket(), openLegacySocket(wsUrl())]);
    const closes = [v1, legacy, visitor].map(({ socket }) => closing(socket));
    await kith.restart();
    // Beside other nodes, a node hands its sockets to them within a second.
    const reason = kith.servers.length > 1 ? (expect.stringMatching(/^[15]000$/) as string) : '5000';
    expect(await Promise.all(closes)).toEqual(Array(3).fill({ code: 1012, reason }));
  });

  test('received frames are answered first; unreceived ones are not stored, and are sent again', async () => {
    const { ada, to } = await adaAndBo(kith);
    const v1 = await ada.v1();
    const held = await holdConversations(kith);
    const cids = upTo(200).map(() => randomUUID());
    for (const cid of cids.slice(0, 100)) v1.send(textFrame(to, 'one of two hundred', cid));
    await v1.settle();
    const restarting = kith.restart();
    for (const cid of cids.slice(100)) v1.send(textFrame(to, 'one of two hundred', cid));
    await held.letGo();
    await restarting;

    const stored = await kith.sql<{ client_id: string }>(
      'select client_id from entries where client_id = any($1::uuid[])',
      [cids],
    );
    const acked = v1.frames.flatMap((frame) => (frame.t === 'ack' ? [frame.cid!] : []));
    expect(acked).toEqual(expect.arrayContaining(cids.slice(0, 100)));
    expect(acked.toSorted()).toEqual(stored.map((row) => row.client_id).toSorted());
    // A client without an answer sends again.
    const back = await ada.v1();
    for (const cid of cids) back.send(textFrame(to, 'one of two hundred', cid));
    for (const cid of cids) await back.next('ack', (ack) => ack.cid === cid);
    expect((await syncAll(back, to)).map((entry) => entry.seq)).toEqual(upTo(201));
  });

  test.each([
    ['that is being stored', () => holdConversations(kith)],
    [
      'whose conversation is being loaded',
      () => holdConversations(kith, (tx) => sql`lock table members in access exclusive mode`.execute(tx)),
    ],
  ])('a message %s when its socket is cut and the server restarts is stored', async (_, hold) => {
    const { ada, to } = await adaAndBo(kith);
    const v1 = await ada.v1();
    const held = await hold();
    const cid = randomUUID();
    v1.send(textFrame(to, 'in the nick of time', cid));
    await v1.settle();
    v1.socket.terminate();
    await eventually('ada is gone', () => !kith.server.deps.hub.isOnline(ada.id as never));
    const restarting = kith.restart();
    await eventually('the server is going', () =>
      fetch(`${kith.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    // A stop that did not wait for the message would have finished by now.
    await sleep(300);
    await held.letGo();
    await restarting;
    expect(await kith.sql('select 1 from entries where client_id = $1', [cid])).toHaveLength(1);
    // The new server has stored nothing yet, so a connection with that statement belongs to the old server.
    await eventually('the old server has let go of the database', async () => {
      const lanes = await kith.sql(
        `select 1 from pg_stat_activity where datname = current_database() and application_name like 'kith lane%'`,
      );
      return lanes.length === 0;
    });
  });

  test('read positions sent just before are kept', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { seq } = await say(atBo, to, 'read me');
    atAda.send({ t: 'read', to, seq });
    await atAda.settle();
    await kith.restart();
    const { data } = await ada.im.get.chatList();
    expect(data[0]!.no_reader_num).toBe(0);
  });
});
