import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { report } from '../faults/dice.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import type { LegacySocket } from '../harness/legacy-socket.js';
import { redisCarrier } from '../../src/adapters/bus/redis.js';
import { redisProgram, startRedis, type Redis } from '../harness/redis.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { pino } from 'pino';
import type { OpenCarrier } from '@kith/core/ports';
import { people, say } from '../realtime/support.js';

describe.skipIf(!redisProgram)('Redis in trouble', { timeout: atPace(60_000) }, () => {
  let redis: Redis;
  let open: OpenCarrier;
  beforeAll(async () => {
    redis = await startRedis();
    open = redisCarrier(redis.url, () => Promise.resolve('kith:test'), pino({ level: 'silent' }));
  });
  afterAll(() => redis.kill());
  const kith = useKith({
    nodes: { count: 3, bus: (receive) => open(receive) },
    overrides: { ports: { passwords: plainPasswords }, timing: { earlyForMs: bounds.bus.earlyForMs } },
  });
  let ada: Person;
  let bo: Person;
  let to: string;
  /** Ada writes at one node; bo listens there, and at both others. */
  let atAda: V1Socket;
  let near: V1Socket;
  let far: V1Socket;
  let old: LegacySocket;

  beforeAll(async () => {
    [ada, bo] = await people(kith, 'ada', 'bo');
    to = await kith.befriend(ada, bo);
    atAda = await ada.v1(); // at node 1
    far = await bo.v1({ conversations: { [to]: 0 } }); // at node 2
    old = await bo.socket(); // at node 0
    near = await bo.v1({ conversations: { [to]: 0 } }); // at node 1
  });

  const isUp = () =>
    Promise.all(
      kith.servers.map(({ deps }) => deps.metrics.registry.getSingleMetricAsString('kith_bus_up')),
    ).then((texts) => texts.every((text) => text.trim().endsWith(' 1')));

  /** Sends a text; returns how long the sockets of other nodes took to show it or to learn that they are behind. */
  async function told(text: string): Promise<number> {
    const { seq } = await say(atAda, to, text);
    const since = performance.now();
    await near.next('entry', ({ e }) => e.seq === seq);
    expect(performance.now() - since).toBeLessThan(atPace(1000));
    await Promise.all([
      far.take(
        (frame) =>
          (frame.t === 'entry' && frame.e.seq === seq) ||
          (frame.t === 'behind' && (frame.conversations[to] ?? 0) >= seq),
        `entry ${seq}, or behind`,
      ),
      old.next('chatData', ({ data }) => data.msg.content['text'] === text),
    ]);
    return performance.now() - since;
  }

  async function isReady(): Promise<boolean> {
    const answers = await Promise.all(
      kith.servers.map(({ port }) => fetch(`http://127.0.0.1:${port}/readyz`)),
    );
    return answers.every((answer) => answer.status === 200);
  }

  test('killed: messages are stored and acknowledged, sockets of the same node hear at once, others within seconds, and it recovers', async () => {
    await told('before');
    await redis.kill();
    await eventually('the nodes notice', async () => !(await isUp()));
    const ms = await told('while Redis is dead');
    report(`Redis killed: other nodes have a message after ${Math.round(ms)} ms`);
    expect(await isReady()).toBe(true);
    await redis.start();
    await eventually('the bus is up', isUp, 10_000);
    const again = await told('after');
    report(`Redis started again: other nodes have a message after ${Math.round(again)} ms`);
    expect(again).toBeLessThan(atPace(1000));
  });

  test('frozen: the same, although its connections stay open', async () => {
    // The last question about the dead Redis must not answer this one.
    await sleep(2 * bounds.bus.beatEveryMs);
    redis.freeze();
    const ms = await told('while Redis is frozen');
    report(`Redis frozen: other nodes have a message after ${Math.round(ms)} ms`);
    await eventually('the nodes notice', async () => !(await isUp()), 10_000);
    expect(await isReady()).toBe(true);
    redis.thaw();
    await eventually('the bus is up', isUp, 10_000);
    expect(await told('after the thaw')).toBeLessThan(atPace(1000));
  });

  test('flushed, and all its clients disconnected: nothing is missed', async () => {
    const flushed = redis.flush();
    const ms = await told('during the flush');
    report(`Redis flushed: other nodes have a message after ${Math.round(ms)} ms`);
    await flushed;
    await eventually('the bus is up', isUp, 10_000);
    expect(await told('after the flush')).toBeLessThan(atPace(1000));
  });

  test('through all of it, each client was shown each message once and in order', async () => {
    const texts = old.frames.flatMap((frame) =>
      frame.action === 'chatData' ? [frame.data?.data.msg.content['text']] : [],
    );
    expect(texts).toEqual([
      'before',
      'while Redis is dead',
      'after',
      'while Redis is frozen',
      'after the thaw',
      'during the flush',
      'after the flush',
    ]);
    for (const { frames } of [near, far]) {
      const seqs = frames.flatMap((frame) => (frame.t === 'entry' ? [frame.e.seq] : []));
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    }
  });
});
