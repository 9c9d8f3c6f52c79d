import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, holdConversations, textFrame } from './support.js';

const PAUSE_MS = 1_000;
const kith = useKith({ config: { drainPauseMs: PAUSE_MS } });

afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes the server believe that another node runs. */
function pretendAnotherNode(): void {
  vi.spyOn(kith.server.deps.nodeBus, 'nodes').mockReturnValue(new Set(['another']));
}

const yes = (): boolean => true;
const no = (): boolean => false;

const statusOf = async (path: string, port = kith.server.port): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).status;

/** When, with what code and reason a socket closes. */
function ending({ socket }: V1Socket): Promise<{ at: number; code: number; reason: string }> {
  return new Promise((resolve) =>
    socket.once('close', (code: number, reason: Buffer) =>
      resolve({ at: performance.now(), code, reason: reason.toString() }),
    ),
  );
}

test('beside another node: /readyz is 503 at once, requests are served on during the pause, and sockets move one after another', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const sockets = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? ada : bo).v1()));
  const ends = sockets.map(ending);
  pretendAnotherNode();
  expect(kith.server.closeWithinMs()).toBe(PAUSE_MS + 5_000 + 10_000);
  const { operatorPort } = kith.server;
  const url = `${kith.url}/healthz`;
  const since = performance.now();
  const restarting = kith.restart();

  expect(await statusOf('/readyz')).toBe(503);
  expect(await statusOf('/readyz', operatorPort)).toBe(503);
  const told = await fetch(`http://127.0.0.1:${operatorPort}/readyz`);
  expect(await told.json()).toMatchObject({ status: 'draining' });
  expect((await ada.im.get.base()).user_info.id).toBe(ada.id);
  sockets.push(await ada.v1());
  ends.push(ending(sockets.at(-1)!));

  // While the first ones move, the others are served.
  await Promise.race(ends);
  const open = sockets.filter(({ socket }) => socket.readyState === socket.OPEN);
  expect(open.length).toBeGreaterThan(15);
  expect(await ask(open.at(-1)!, textFrame(to, 'still here'))).toMatchObject({ t: 'ack' });
  await eventually('it listens no more', () => fetch(url).then(no, yes));

  const closed = await Promise.all(ends);
  await restarting;
  expect(new Set(closed.map(({ code, reason }) => `${code} ${reason}`))).toEqual(new Set(['1012 1000']));
  const times = closed.map(({ at }) => at - since - PAUSE_MS).toSorted((a, b) => a - b);
  // Evenly over five seconds; a busy machine only makes it later.
  for (const [i, at] of times.entries()) expect(at).toBeGreaterThan((i / times.length) * 5_000 - 100);
});

test('alone: the sockets close at once, and return spread over five seconds', async () => {
  const { ada, bo } = await adaAndBo(kith);
  const ends = (await Promise.all([ada.v1(), bo.v1()])).map(ending);
  expect(kith.server.closeWithinMs()).toBe(PAUSE_MS + 10_000);
  await kith.restart();
  const closed = await Promise.all(ends);
  expect(closed).toMatchObject(Array(2).fill({ code: 1012, reason: '5000' }));
  expect(Math.abs(closed[0]!.at - closed[1]!.at)).toBeLessThan(1_000);
});

test('a socket that moves receives the answers to its frames first, and leaves later ones to the next node', async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  const end = ending(socket);
  const held = await holdConversations(kith);
  const before = Array.from({ length: 10 }, (_, i) => textFrame(to, `before ${i}`));
  const after = Array.from({ length: 10 }, (_, i) => textFrame(to, `after ${i}`));
  for (const frame of before) socket.send(frame);
  await socket.settle();
  pretendAnotherNode();
  const restarting = kith.restart();
  await eventually('the pause is over', () => fetch(`${kith.url}/healthz`).then(no, yes));
  // The socket moves now, and waits for its answers.
  for (const frame of after) socket.send(frame);
  await sleep(200);
  await held.letGo();
  expect(await end).toMatchObject({ code: 1012, reason: '1000' });
  await restarting;
  const acked = socket.frames.flatMap((frame) => (frame.t === 'ack' ? [frame.cid] : []));
  expect(acked).toEqual(before.map(({ cid }) => cid));
  const stored = await kith.sql<{ cid: string }>(
    'select client_id as cid from entries where client_id = any($1::uuid[]) order by seq',
    [[...before, ...after].map(({ cid }) => cid)],
  );
  expect(stored.map(({ cid }) => cid)).toEqual(acked);
});
