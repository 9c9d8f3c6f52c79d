import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { bounds } from '@kith/core/kernel';
import { plainPasswords } from '../conversations/chatting.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { openV1Socket } from '../harness/v1-socket.js';
import { heldBack, openRawClient, type RawClient } from './raw-client.js';
import { adaAndBo, people, say, upTo } from './support.js';

const SIGN_IN_MS = atPace(400);
const kith = useKith({
  overrides: {
    ports: { passwords: plainPasswords },
    timing: { signInWithinMs: SIGN_IN_MS, slowForMs: atPace(500), lookEveryMs: 50, closeWithinMs: 200 },
  },
});

const wsUrl = () => `${kith.url.replace('http', 'ws')}/ws`;

/** A socket that repeats a frame until it is closed. */
async function repeat(frame: (client: RawClient) => void): Promise<RawClient> {
  const client = await openRawClient(wsUrl());
  const repeating = setInterval(() => frame(client), 50);
  void client.gone.then(() => clearInterval(repeating));
  client.tcp.on('error', () => undefined);
  return client;
}

describe('a socket of an existing client without an account', () => {
  test.each<[string, (client: RawClient) => void]>([
    ['sends nothing', () => undefined],
    ['sends an empty token', (client) => client.send({ action: 'checkToken', data: '' })],
    ['repeats a bad token', (client) => client.send({ action: 'checkToken', data: 'noise' })],
    ['sends only pings', (client) => client.send({ action: 'ping', data: '' })],
    ['only answers protocol pings', (client) => client.sendFrame(10, Buffer.alloc(0))],
    ['sends noise', (client) => client.send('noise')],
  ])('that %s is closed with 4001', async (_, frame) => {
    const begun = performance.now();
    const client = await repeat(frame);
    await eventually('it is closed', () => client.closeCode() === 4001);
    expect(performance.now() - begun).toBeGreaterThan(SIGN_IN_MS * 0.9);
    client.destroy();
  });

  test('stays with a good token, and is closed some time after it changed to a bad one', async () => {
    const [ada] = await people(kith, 'ada');
    const socket = await openLegacySocket(wsUrl());
    await sleep(SIGN_IN_MS / 2);
    socket.send({ action: 'checkToken', data: ada.token });
    await socket.next('checkToken');
    await sleep(SIGN_IN_MS * 1.5);
    await socket.settle();
    socket.send({ action: 'checkToken', data: 'noise' });
    await socket.next('checkToken');
    expect(await socket.closed).toBe(4001);
  });
});

test('an unread socket of an existing client is closed although it sends pings, long before a megabyte is buffered', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const client = await openRawClient(wsUrl());
  client.send({ action: 'checkToken', data: ada.token });
  await eventually('it is in', () => kith.server.deps.hub.isOnline(ada.id as never));
  client.stopReading();
  const alive = setInterval(() => client.sendFrame(9, Buffer.alloc(0)), 50);
  const writer = await bo.v1();
  // The amount that the system buffers before it blocks varies.
  for (let n = 0; n < 1000 && heldBack(client) === 0; n++) await say(writer, to, '長'.repeat(9_000));
  expect(heldBack(client)).toBeLessThan(1024 * 1024);
  await eventually('it is gone', () => !kith.server.deps.hub.isOnline(ada.id as never));
  clearInterval(alive);
  client.destroy();
});

test('an account above the maximum of sockets loses the oldest; a message counts as one frame per socket', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const most = bounds.connection.socketsPerAccount;
  const first = await openLegacySocket(wsUrl(), ada.token);
  // All at one node: each has its own maximum.
  const second = await openV1Socket(wsUrl(), { token: ada.token });
  const others = await Promise.all(upTo(most - 2).map(() => openLegacySocket(wsUrl(), ada.token)));
  await Promise.all([first.settle(), second.settle()]);

  const newest = await openLegacySocket(wsUrl(), ada.token);
  const newestV1 = await openV1Socket(wsUrl(), { token: ada.token });
  expect([await first.closed, await second.closed]).toEqual([4010, 4010]);
  expect([...kith.server.deps.hub.of(ada.id as never)]).toHaveLength(most);

  await say(await bo.v1(), to, 'hello');
  await Promise.all([...others, newest].map((socket) => socket.next('chatData')));
  await newestV1.next('entry');
  const isShown = (frame: object) => JSON.stringify(frame).includes('"hello"');
  expect(newestV1.frames.some(isShown)).toBe(true);
  expect([...first.frames, ...second.frames].some(isShown)).toBe(false);
});
