import { once } from 'node:events';
import { bounds } from '@kith/core/kernel';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeInflow } from '../../src/realtime/inflow.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';

const kith = useKith();

/** A raw socket that records its received frames, with the times. */
async function open(protocol?: string) {
  const socket = new WebSocket(kith.url.replace('http', 'ws'), protocol ? [protocol] : []);
  const heard: { text: string; at: number }[] = [];
  socket.on('message', (text: Buffer) => heard.push({ text: text.toString(), at: performance.now() }));
  await once(socket, 'open');
  return { socket, heard, count: (part: string) => heard.filter(({ text }) => text.includes(part)).length };
}

const ping = JSON.stringify({ action: 'ping' });

describe('incoming frames', () => {
  test('of a stranger are read ten times, then once a second; those of a member at once', async () => {
    const stranger = await open();
    for (let i = 0; i < 60; i++) stranger.socket.send(ping);
    const since = performance.now();
    await eventually('ten answers', () => stranger.count('"ping"') >= 10);
    await eventually('an answer more', () => stranger.count('"ping"') > 11);
    const answered = stranger.count('"ping"');
    const seconds = (performance.now() - since) / 1000;
    expect(answered).toBeLessThanOrEqual(12 + seconds * bounds.frame.anonymousPerSecond);
    stranger.socket.terminate();

    const ada = await kith.person('ada');
    const member = await open();
    member.socket.send(JSON.stringify({ action: 'checkToken', data: ada.token }));
    await eventually('the token is taken', () => member.count('checkToken') === 1);
    for (let i = 0; i < 60; i++) member.socket.send(ping);
    await eventually('sixty answers', () => member.count('"ping"') === 60);
    member.socket.terminate();
  });

  test('that are binary are ignored, at the same rate', async () => {
    const { socket, count } = await open();
    for (let i = 0; i < 5; i++) socket.send(Buffer.alloc(bounds.frame.anonymousBytesAtOnce / 4));
    const since = performance.now();
    socket.send(ping);
    await eventually('the ping is answered', () => count('"ping"') === 1);
    // A quarter of the burst exceeds it; a pause is at most a second, after which the next frame is read.
    expect(performance.now() - since).toBeGreaterThan(900);
    socket.terminate();
  });

  test('that are longer than any of the Chat API are not parsed', async () => {
    const { socket, count } = await open();
    socket.send(JSON.stringify({ action: 'ping', more: 'x'.repeat(bounds.frame.chatBytes) }));
    socket.send(JSON.stringify({ action: 'ping', more: 'x'.repeat(1000) }));
    await eventually('the short one is answered', () => count('"ping"') === 1);
    socket.send(ping);
    await eventually('the next one is answered', () => count('"ping"') === 2);
    socket.terminate();
  });

  test(
    'of a member above the byte rate are read more slowly, without loss',
    async () => {
      const ada = await kith.person('ada');
      const { socket, count } = await open('kith.v1');
      socket.send(JSON.stringify({ t: 'hello', token: ada.token }));
      await eventually('the greeting', () => count('"ready"') === 1);
      const frame = JSON.stringify({ t: 'ping', more: 'x'.repeat(60_000) });
      const frames = 54;
      const since = performance.now();
      for (let i = 0; i < frames; i++) socket.send(frame);
      await eventually('all are answered', () => count('"pong"') === frames, 20_000);
      const tookMs = performance.now() - since;
      const above = frames * 60_000 - bounds.frame.bytesAtOnce;
      expect(tookMs).toBeGreaterThan((above / bounds.frame.bytesPerSecond) * 1000 * 0.9);
      socket.terminate();
    },
    atPace(30_000),
  );

  test('with unchecked tokens have a maximum number', async () => {
    const ada = await kith.person('ada');
    const check = JSON.stringify({ action: 'checkToken', data: ada.token });
    const { socket, count } = await open();
    socket.send(check);
    await eventually('the token is taken', () => count('checkToken') === 1);
    for (let i = 0; i < 250; i++) socket.send(check);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4009);
  });

  test('with a revoked token cause no further query', async () => {
    const ada = await kith.person('ada');
    await ada.im.get.base();
    await kith.sql('update sessions set revoked_at = 1 where account_id = $1', [ada.id]);
    await eventually('the token is refused', async () => {
      const { body } = await kith.post('/im/get/base', { _token: ada.token });
      return body.err !== 0;
    });
    const asked = await kith.countQueries(async () => {
      for (let i = 0; i < 20; i++) await kith.post('/im/get/base', { _token: ada.token });
    });
    expect(asked).toBe(0);
  });
});

describe('rate limits of sockets', () => {
  test('apply to strangers even with a hello of the maximum size', () => {
    let now = 0;
    const inflow = makeInflow(() => now);
    expect(inflow.countBytes(65_536, false)).toBe(0);
    expect(inflow.countBytes(8_000, false)).toBeGreaterThan(900);
    expect(inflow.countBytes(100, true)).toBe(0);
    now += 60_000;
    for (let i = 0; i < 10; i++) expect(inflow.countBytes(100, false)).toBe(0);
    expect(inflow.countBytes(100, false)).toBe(1000);
  });
});
