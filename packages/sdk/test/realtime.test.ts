import { setImmediate as turn } from 'node:timers/promises';
import type { realtime } from '@kith/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { RealtimeState } from '../src/connection.js';
import { connectRealtime, type Realtime, type RealtimeOptions, type SavedPositions } from '../src/index.js';
import { createPacer } from '../src/lanes.js';
import { backoffMs } from '../src/retry-delays.js';
import { message, startWire, type Wire } from './wire.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const CID = '11111111-2222-4333-8444-555555555555';
const quick = { baseMs: 1, maxMs: 4, stableMs: 0 };

let wire: Wire;
const open: Realtime[] = [];

beforeEach(async () => {
  wire = await startWire();
});

afterEach(async () => {
  for (const realtime of open.splice(0)) realtime.close();
  await wire.close();
});

/** A client of the fake server, and the events of its application. */
function connect(options: Partial<RealtimeOptions> = {}) {
  const told = {
    entries: [] as [string, number][],
    events: [] as number[],
    states: [] as RealtimeState[],
    waits: [] as number[],
    errors: [] as string[],
    signedOut: [] as string[],
    resets: 0,
  };
  const realtime = connectRealtime({
    url: wire.url,
    token: 'secret',
    timing: quick,
    onEntry: (to, entry) => told.entries.push([to, entry.seq]),
    onEvent: (event) => told.events.push(event.position),
    onState: (state, retryMs) => {
      told.states.push(state);
      if (retryMs !== undefined) told.waits.push(retryMs);
    },
    onReset: () => (told.resets += 1),
    onSignedOut: (error) => told.signedOut.push(error.code),
    onError: (error) => told.errors.push(error.code),
    ...options,
  });
  open.push(realtime);
  return { realtime, told };
}

function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 1, timeout: 2_000 * inject('pace') });
}

describe('connecting', () => {
  test('a new client sends hello with its token and becomes live', async () => {
    const times: number[] = [];
    const { told } = connect({
      token: () => Promise.resolve('fresh'),
      onTime: (time) => times.push(time),
    });
    const peer = await wire.accept();
    expect(peer.hello).toEqual({ t: 'hello', token: 'fresh', conversations: {} });
    peer.ready({ time: 1_795_310_608_025 });
    await until(() => expect(told.states).toEqual(['connecting', 'live']));
    expect(times).toEqual([1_795_310_608_025]);
  });

  test('a cut socket resumes: hello has cursor and positions, and missed entries arrive once and in order', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 0);
    const before = await wire.accept();
    before.ready({ cursor: { epoch: 'e1', position: 3 } });
    before.entry(A, 1);
    before.entry(A, 2);
    before.send({ t: 'event', position: 4, type: 'friend_request', data: {} });
    await until(() => expect(told.events).toEqual([4]));
    before.cut();

    const after = await wire.accept();
    expect(after.hello).toMatchObject({ cursor: { epoch: 'e1', position: 4 }, conversations: { [A]: 2 } });
    after.ready({ cursor: { epoch: 'e1', position: 5 } });
    after.send({ t: 'event', position: 5, type: 'friend_request', data: {} });
    after.send({ t: 'entries', to: A, entries: [message(3), message(4)], more: true });
    const asked = await after.next('sync');
    expect(asked).toEqual({ t: 'sync', to: A, after: 4, limit: 200 });
    after.entry(A, 6);
    after.send({ t: 'entries', to: A, entries: [message(5), message(6)], more: false });
    await until(() => expect(told.entries.map(([, seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6]));
    expect(told.events).toEqual([4, 5]);
  });

  test('positions survive the process in the storage', async () => {
    let saved: SavedPositions | undefined;
    const storage = { load: () => saved, save: (positions: SavedPositions) => void (saved = positions) };
    const first = connect({ storage });
    const peer = await wire.accept();
    peer.ready();
    peer.entry(A, 9);
    await until(() => expect(first.told.entries).toEqual([[A, 9]]));
    first.realtime.close();
    expect(saved).toEqual({ cursor: { epoch: 'e1', position: 0 }, conversations: { [A]: 9 } });

    connect({ storage });
    expect((await wire.accept()).hello).toMatchObject(saved ?? {});
  });

  test('a refused token is final: the application is notified, pending requests are rejected, nothing is retried', async () => {
    const { realtime, told } = connect();
    const sent = realtime.send(A, 0, { text: 'hi' });
    const peer = await wire.accept();
    peer.send({ t: 'error', code: 'not_signed_in', message: 'Signed out elsewhere.' });
    peer.close(4001);
    await expect(sent).rejects.toMatchObject({ code: 'signed_out' });
    expect(told.signedOut).toEqual(['not_signed_in']);
    expect(told.states).toEqual(['connecting', 'closed']);
    await expect(realtime.send(A, 0, { text: 'hi' })).rejects.toMatchObject({ code: 'signed_out' });
    expect(wire.acceptedCount).toBe(1);
  });

  test('a silent server is abandoned and the client reconnects; one that answers kith.v1 ping with kith.v1 pong is kept', async () => {
    const { told } = connect();
    const talking = await wire.accept();
    talking.ready({ heartbeat_ms: 60 });
    for (let beat = 0; beat < 3; beat++) {
      await talking.next('ping');
      talking.send({ t: 'pong' });
    }
    expect(told.states).toEqual(['connecting', 'live']);
    await talking.next('ping');
    const another = await wire.accept();
    another.ready();
    await until(() => expect(told.states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live']));
  });

  test('a server that never becomes ready is abandoned', async () => {
    const { told } = connect({ timing: { ...quick, openMs: 20 } });
    await wire.accept();
    await wire.accept();
    expect(told.states.slice(0, 3)).toEqual(['connecting', 'waiting', 'connecting']);
  });

  test('delays grow with every failure, are a random part of their limit, and reset after a stable connection', async () => {
    let clock = 0;
    const { told } = connect({
      timing: { baseMs: 2, maxMs: 10, stableMs: 100 },
      random: () => 0.5,
      now: () => clock,
    });
    for (let failure = 0; failure < 5; failure++) (await wire.accept()).close(4008);
    const peer = await wire.accept();
    peer.ready();
    await until(() => expect(told.states.at(-1)).toBe('live'));
    clock += 100;
    peer.close(4008);
    await wire.accept();
    expect(told.waits).toEqual([1, 2, 4, 5, 5, 1]);
  });

  test('full jitter ranges from zero to the limit', () => {
    expect(backoffMs(0, { baseMs: 500, maxMs: 30_000 }, () => 0)).toBe(0);
    expect(backoffMs(3, { baseMs: 500, maxMs: 30_000 }, () => 1)).toBe(4_000);
    expect(backoffMs(2_000, { baseMs: 500, maxMs: 30_000 }, () => 1)).toBe(30_000);
  });

  test('after an announced restart the client reconnects once, within the spread that the server named', async () => {
    const { told } = connect({ random: () => 0.5, timing: { ...quick, baseMs: 6, maxMs: 6 } });
    const peer = await wire.accept();
    peer.ready();
    peer.close(1012, '20');
    (await wire.accept()).close(1012, '20');
    await wire.accept();
    expect(told.waits).toEqual([10, 3]);
  });

  test('without a token the client tries again', async () => {
    const token = vi.fn().mockRejectedValueOnce(new Error('offline')).mockResolvedValue('fresh');
    const { told } = connect({ token });
    expect((await wire.accept()).hello.token).toBe('fresh');
    expect(told.errors).toEqual(['token_unavailable']);
  });

  test('a late token opens no second socket', async () => {
    let comeLate = (_: string): void => {};
    const late = new Promise<string>((resolve) => (comeLate = resolve));
    const token = vi.fn().mockReturnValueOnce(late).mockResolvedValue('fresh');
    const { realtime, told } = connect({ token, timing: { ...quick, openMs: 100 } });
    const peer = await wire.accept();
    peer.ready();
    await until(() => expect(told.states.at(-1)).toBe('live'));
    comeLate('late');
    await turn();
    realtime.typing(A, true);
    expect(await peer.next('typing')).toEqual({ t: 'typing', to: A, on: true });
  });

  test('waking up ends the wait', async () => {
    const { realtime, told } = connect({ timing: { baseMs: 60_000, maxMs: 60_000 }, random: () => 1 });
    (await wire.accept()).cut();
    await until(() => expect(told.states.at(-1)).toBe('waiting'));
    realtime.wake();
    await wire.accept();
  });

  test('an exception of the application does not stop the stream', async () => {
    const thrown: unknown[] = [];
    const seen: number[] = [];
    const catchIt = (error: unknown): void => void thrown.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', catchIt);
    try {
      connect({
        onEntry: (_to, { seq }) => {
          seen.push(seq);
          throw new Error(`at ${seq}`);
        },
      });
      const peer = await wire.accept();
      peer.ready();
      peer.entry(A, 1);
      peer.entry(A, 2);
      await until(() => expect(thrown).toHaveLength(2));
      expect(seen).toEqual([1, 2]);
    } finally {
      process.off('uncaughtException', catchIt);
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });
});

describe('sending', () => {
  test('a message resolves with its stored position', async () => {
    const { realtime } = connect();
    const sent = realtime.send(A, 0, { text: 'hi' }, { replyTo: 3 });
    const peer = await wire.accept();
    peer.ready();
    const frame = await peer.next('send');
    expect(frame).toMatchObject({ to: A, type: 0, content: { text: 'hi' }, reply_to: 3 });
    expect(frame.cid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { id } = message(4);
    peer.send({ t: 'ack', cid: frame.cid, to: A, id, seq: 4, time: 99 });
    expect(await sent).toEqual({ cid: frame.cid, id, seq: 4, time: 99 });
  });

  test('a message whose ack was lost is sent again, unchanged, and gets the first ack', async () => {
    const { realtime } = connect();
    const content = { text: 'first' };
    const sent = realtime.send(A, 0, content);
    const later = realtime.send(A, 0, { text: 'second' });
    content.text = 'changed by the application';
    const before = await wire.accept();
    before.ready();
    const stored = await before.next('send');
    before.cut();

    const after = await wire.accept();
    after.ready();
    const repeated = await after.next('send');
    expect(repeated).toEqual(stored);
    expect(repeated.content).toEqual({ text: 'first' });
    after.send({ t: 'ack', cid: stored.cid, to: A, id: message(1).id, seq: 1, time: 5 });
    const next = await after.next('send');
    expect(next.content).toEqual({ text: 'second' });
    after.send({ t: 'ack', cid: next.cid, to: A, id: message(2).id, seq: 2, time: 6 });
    expect([(await sent).seq, (await later).seq]).toEqual([1, 2]);
  });

  test('each conversation has one message in transit, and does not delay other conversations', async () => {
    const { realtime } = connect();
    for (const [to, text] of [
      [A, 'a1'],
      [A, 'a2'],
      [B, 'b1'],
    ] as const) {
      realtime.send(to, 0, { text }).catch(() => {});
    }
    const peer = await wire.accept();
    peer.ready();
    expect((await peer.next('send')).content).toEqual({ text: 'a1' });
    expect((await peer.next('send')).content).toEqual({ text: 'b1' });
    await turn();
    expect(peer.inbox).toEqual([]);
  });

  test('a refused message is rejected and the next one is sent', async () => {
    const { realtime } = connect();
    const refused = realtime.send(A, 0, { text: 'no' });
    const sent = realtime.send(A, 0, { text: 'yes' });
    const peer = await wire.accept();
    peer.ready();
    const { cid } = await peer.next('send');
    peer.send({ t: 'nack', to: A, cid, code: 'blocked', message: 'They do not accept your messages.' });
    await expect(refused).rejects.toMatchObject({ code: 'blocked' });
    const next = await peer.next('send');
    peer.send({ t: 'ack', cid: next.cid, to: A, id: message(1).id, seq: 1, time: 5 });
    expect((await sent).seq).toBe(1);
  });

  test('a message that may succeed later is retried after the delay, before its successors', async () => {
    const { realtime } = connect();
    const sent = realtime.send(A, 0, { text: 'first' });
    realtime.send(A, 0, { text: 'second' }).catch(() => {});
    const peer = await wire.accept();
    peer.ready();
    const first = await peer.next('send');
    const refusedAt = performance.now();
    peer.send({
      t: 'nack',
      to: A,
      cid: first.cid,
      code: 'too_many_requests',
      message: 'Slowly.',
      retry_ms: 25,
    });
    expect(await peer.next('send')).toEqual(first);
    expect(performance.now() - refusedAt).toBeGreaterThanOrEqual(24);
    peer.send({ t: 'ack', cid: first.cid, to: A, id: message(1).id, seq: 1, time: 5 });
    await sent;
  });

  test('the same client id with the same body is one message; with another body it is refused', async () => {
    const { realtime } = connect();
    const sent = realtime.send(A, 0, { text: 'hi' }, { cid: CID });
    const repeated = realtime.send(A, 0, { text: 'hi' }, { cid: CID });
    await expect(realtime.send(A, 0, { text: 'ho' }, { cid: CID })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(realtime.send(B, 0, { text: 'hi' }, { cid: CID })).rejects.toMatchObject({
      code: 'conflict',
    });
    const peer = await wire.accept();
    peer.ready();
    await peer.next('send');
    peer.send({ t: 'ack', cid: CID, to: A, id: message(1).id, seq: 1, time: 5 });
    expect(await sent).toEqual(await repeated);
    await turn();
    expect(peer.inbox).toEqual([]);
  });

  test('the outbox and frames have a maximum size', async () => {
    const { realtime } = connect({ outboxLimit: 1 });
    realtime.send(A, 0, { text: 'one' }).catch(() => {});
    await expect(realtime.send(B, 0, { text: 'two' })).rejects.toMatchObject({ code: 'outbox_full' });
    await expect(realtime.send(B, 0, { text: '字'.repeat(30_000) })).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  test('recall, edit and react are answered by the id of their message, in order with other requests', async () => {
    const { realtime } = connect();
    const { id } = message(1);
    const edited = realtime.edit(A, id, { text: 'better' });
    const reacted = realtime.react(A, id, '👍', true);
    const recalled = realtime.recall(A, id);
    const peer = await wire.accept();
    peer.ready();
    expect(await peer.next('edit')).toEqual({ t: 'edit', to: A, id, content: { text: 'better' } });
    peer.send({ t: 'ack', to: A, id, seq: 2, time: 5 });
    expect(await peer.next('react')).toEqual({ t: 'react', to: A, id, emoji: '👍', on: true });
    peer.send({ t: 'ack', to: A, id, seq: 3, time: 6 });
    await peer.next('recall');
    peer.send({ t: 'nack', to: A, id, code: 'forbidden', message: 'Too late.' });
    expect([(await edited).seq, (await reacted).seq]).toEqual([2, 3]);
    await expect(recalled).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('read positions and watched people are sent again on the next socket, unless confirmed', async () => {
    const { realtime, told } = connect();
    realtime.watch([2, 3]);
    realtime.read(A, 5);
    realtime.read(A, 4);
    realtime.read(B, 8);
    const before = await wire.accept();
    before.ready();
    expect(await before.next('watch')).toEqual({ t: 'watch', users: [2, 3] });
    expect(await before.next('read')).toEqual({ t: 'read', to: A, seq: 5 });
    before.send({ t: 'read', to: A, user_id: 1, seq: 5 });
    before.entry(A, 6);
    await until(() => expect(told.entries).toHaveLength(1));
    before.cut();
    const after = await wire.accept();
    after.ready();
    expect(await after.next('watch')).toEqual({ t: 'watch', users: [2, 3] });
    expect(await after.next('read')).toEqual({ t: 'read', to: B, seq: 8 });
  });

  test('answers to list, pins, search, draft, signal and turn go to their requester, also across a reconnect; a refusal rejects it', async () => {
    const signals: unknown[] = [];
    const { realtime } = connect({ onSignal: (signal) => signals.push(signal) });
    const first = realtime.list({ limit: 1 });
    const before = await wire.accept();
    before.ready();
    const asked = await before.next('list');
    expect(asked).toMatchObject({ limit: 1 });
    before.cut();

    const after = await wire.accept();
    after.ready();
    expect(await after.next('list')).toEqual(asked);
    const second = realtime.list({ after: 'here' });
    const { cid } = await after.next('list');
    after.send({ t: 'nack', cid, code: 'invalid', message: 'No.' });
    await expect(second).rejects.toMatchObject({ code: 'invalid' });
    after.send({ t: 'list', cid: asked.cid, conversations: [], next: 'here' });
    expect(await first).toEqual({ conversations: [], next: 'here' });
    const answers = [realtime.pins(A), realtime.draft(A, { text: 'Dear b', time: 5 })] as const;
    after.send({ t: 'pins', cid: (await after.next('pins')).cid, to: A, pinned: [] });
    const { cid: draft, ...written } = await after.next('draft');
    expect(written).toEqual({ t: 'draft', to: A, text: 'Dear b', time: 5 });
    after.send({ t: 'draft', cid: draft, to: A, text: 'Dear bo', time: 6 });
    expect(await Promise.all(answers)).toEqual([[], { text: 'Dear bo', time: 6 }]);
    const searched = realtime.search('tea', { to: A, limit: 5 });
    const { cid: search, ...wanted } = await after.next('search');
    expect(wanted).toEqual({ t: 'search', text: 'tea', to: A, limit: 5 });
    after.send({ t: 'search', cid: search, found: [], conversations: [], next: 'here' });
    expect(await searched).toEqual({ found: [], conversations: [], next: 'here' });
    const calls = [realtime.signal(9, 'offer', { sdp: 'v=0' }), realtime.turn(9)] as const;
    const { cid: offer, ...said } = await after.next('signal');
    expect(said).toEqual({ t: 'signal', call_id: 9, kind: 'offer', data: { sdp: 'v=0' } });
    after.send({ t: 'done', cid: offer });
    const access = { urls: ['turn:t'], username: 'u', credential: 'c', expires: 7 };
    after.send({ t: 'turn', cid: (await after.next('turn')).cid, ...access });
    expect(await Promise.all(calls)).toEqual([undefined, access]);
    const live = realtime.call();
    const call = {
      call_id: 9,
      list_id: A,
      caller_id: 1,
      callee_id: 2,
      medium: 'video',
      room: 1,
      state: 'ringing',
    } as const;
    after.send({ t: 'call', cid: (await after.next('call')).cid, call });
    expect(await live).toEqual(call);
    after.send({ t: 'signal', call_id: 9, kind: 'answer', data: {} });
    await until(() => expect(signals).toEqual([{ call_id: 9, kind: 'answer', data: {} }]));
    const third = realtime.list();
    realtime.close();
    await expect(third).rejects.toMatchObject({ code: 'closed' });
    await expect(realtime.list()).rejects.toMatchObject({ code: 'closed' });
  });

  test('frames are spread so that the server does not close the socket', () => {
    let clock = 0;
    const pacer = createPacer(() => clock);
    pacer.allow(20);
    expect(Array.from({ length: 11 }, () => pacer.take())).toEqual([...Array(10).fill(0), 100]);
    clock = 100;
    expect([pacer.take(), pacer.take()]).toEqual([0, 100]);
    pacer.allow(1);
    clock = 10_000;
    expect([pacer.take(), pacer.take()]).toEqual([0, 2_000]);
  });
});

describe('receiving', () => {
  test('lost entries are requested; early and repeated ones are delivered once, in order', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 1);
    const peer = await wire.accept();
    peer.ready();
    peer.entry(A, 2);
    peer.entry(A, 5);
    peer.entry(A, 2);
    peer.entry(A, 4);
    expect(await peer.next('sync')).toEqual({ t: 'sync', to: A, after: 2, limit: 200 });
    peer.send({ t: 'entries', to: A, entries: [3, 4, 5].map((seq) => message(seq)), more: false });
    peer.entry(A, 6);
    await until(() => expect(told.entries.map(([, seq]) => seq)).toEqual([2, 3, 4, 5, 6]));
    expect(peer.inbox).toEqual([]);
  });

  test('a client that was too slow requests the dropped entries', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 3);
    const peer = await wire.accept();
    peer.ready();
    peer.send({ t: 'behind', conversations: { [A]: 5, [B]: 8 } });
    expect(await peer.next('sync')).toEqual({ t: 'sync', to: A, after: 3, limit: 200 });
    expect(await peer.next('sync')).toEqual({ t: 'sync', to: B, after: 7, limit: 200 });
    peer.send({ t: 'entries', to: B, entries: [message(8)], more: false });
    peer.send({ t: 'entries', to: A, entries: [message(4), message(5)], more: false });
    await until(() =>
      expect(told.entries).toEqual([
        [B, 8],
        [A, 4],
        [A, 5],
      ]),
    );
  });

  test('the first live entry of an unknown conversation starts it; tracking one while live requests later entries', async () => {
    const { realtime, told } = connect();
    const peer = await wire.accept();
    peer.ready();
    peer.entry(A, 40);
    await until(() => expect(told.entries).toEqual([[A, 40]]));
    realtime.track(A, 39);
    realtime.track(B, 6);
    expect(await peer.next('sync')).toEqual({ t: 'sync', to: B, after: 6, limit: 200 });
    peer.send({ t: 'entries', to: B, entries: [], more: false });
    peer.entry(B, 7);
    await until(() =>
      expect(told.entries).toEqual([
        [A, 40],
        [B, 7],
      ]),
    );
  });

  test('an interrupted repair is not requested again, because hello covers it; the next gap is requested', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 1);
    const before = await wire.accept();
    before.ready();
    before.entry(A, 3);
    await before.next('sync');
    before.cut();
    const after = await wire.accept();
    expect(after.hello.conversations).toEqual({ [A]: 1 });
    after.ready();
    after.send({ t: 'entries', to: A, entries: [message(2), message(3)], more: false });
    after.entry(A, 5);
    expect(await after.next('sync')).toMatchObject({ after: 3 });
    after.send({ t: 'entries', to: A, entries: [message(4), message(5)], more: false });
    await until(() => expect(told.entries.map(([, seq]) => seq)).toEqual([2, 3, 4, 5]));
  });

  test('a refused repair is reported and abandoned, and the stream continues', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 1);
    const peer = await wire.accept();
    peer.ready();
    peer.entry(A, 3);
    await peer.next('sync');
    peer.send({ t: 'nack', to: A, code: 'not_found', message: 'No such conversation.' });
    await until(() => expect(told.errors).toEqual(['not_found']));
    peer.entry(A, 2);
    await until(() => expect(told.entries).toEqual([[A, 2]]));
  });

  test('a page of history goes to its requester, also across a reconnect, and moves no position', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 10);
    const page = realtime.sync(A, { before: 99, limit: 2 });
    const before = await wire.accept();
    before.ready();
    const asked = await before.next('sync');
    expect(asked).toEqual({ t: 'sync', to: A, before: 11, limit: 2 });
    before.cut();
    const after = await wire.accept();
    expect(after.hello.conversations).toEqual({ [A]: 10 });
    after.ready();
    expect(await after.next('sync')).toEqual(asked);
    after.send({ t: 'entries', to: A, entries: [message(11)], more: false });
    after.send({ t: 'entries', to: A, entries: [message(9), message(10)], more: true });
    expect((await page).entries.map((entry) => entry.seq)).toEqual([9, 10]);
    expect((await page).more).toBe(true);
    expect(told.entries).toEqual([[A, 11]]);
  });

  test('entries of a reconnect are not taken for a requested page', async () => {
    const { realtime, told } = connect();
    realtime.track(A, 10);
    const page = realtime.sync(A, { after: 3, limit: 2 });
    const peer = await wire.accept();
    peer.ready();
    peer.send({ t: 'entries', to: A, entries: [message(11)], more: true });
    expect(await peer.next('sync')).toEqual({ t: 'sync', to: A, after: 3, limit: 2 });
    peer.send({ t: 'entries', to: A, entries: [message(4), message(5)], more: true });
    expect((await page).entries.map((entry) => entry.seq)).toEqual([4, 5]);
    // And the rest, which `more` of the reconnect announced, is requested.
    expect(await peer.next('sync')).toMatchObject({ to: A, after: 11 });
    peer.send({ t: 'entries', to: A, entries: [message(12)], more: false });
    await until(() =>
      expect(told.entries).toEqual([
        [A, 11],
        [A, 12],
      ]),
    );
  });

  test('account events are delivered once; a gap in them is filled by a new hello', async () => {
    const { told } = connect();
    const event = (position: number): realtime.ServerFrame => ({
      t: 'event',
      position,
      type: 'profile_changed',
      data: {},
    });
    const before = await wire.accept();
    before.ready({ cursor: { epoch: 'e1', position: 7 } });
    for (const position of [7, 8, 8, 10, 9]) before.send(event(position));
    const after = await wire.accept();
    expect(after.hello.cursor).toEqual({ epoch: 'e1', position: 8 });
    after.ready({ cursor: { epoch: 'e1', position: 10 } });
    for (const position of [9, 10]) after.send(event(position));
    await until(() => expect(told.events).toEqual([8, 9, 10]));
    expect(told.resets).toBe(0);
  });

  test.each([
    ['another epoch', { epoch: 'e2', position: 20 }],
    ['an earlier position', { epoch: 'e1', position: 2 }],
  ])('%s than the known one means a reset: the application reloads its state', async (_, cursor) => {
    const { realtime, told } = connect();
    realtime.track(A, 5);
    const before = await wire.accept();
    before.ready({ cursor: { epoch: 'e1', position: 7 } });
    await until(() => expect(told.states.at(-1)).toBe('live'));
    expect(told.resets).toBe(0);
    before.cut();
    const after = await wire.accept();
    after.ready({ cursor });
    await until(() => expect(told.resets).toBe(1));
    realtime.track(A, 3);
    expect(await after.next('sync')).toMatchObject({ to: A, after: 3 });
    after.send({ t: 'event', position: cursor.position + 1, type: 'profile_changed', data: {} });
    await until(() => expect(told.events).toEqual([cursor.position + 1]));
  });

  test('frames of a future protocol and noise are ignored', async () => {
    const { told } = connect();
    const peer = await wire.accept();
    peer.ready();
    for (const data of ['{"t":"hologram"}', '"noise"', 'null', '<html>']) peer.sendRaw(data);
    peer.entry(A, 1);
    await until(() => expect(told.entries).toEqual([[A, 1]]));
  });
});

describe('on any network', () => {
  const fate = fc.constantFrom('deliver', 'lose', 'repeat', 'hold');
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('append' as const), to: fc.constantFrom(A, B), fate }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('send' as const),
        to: fc.constantFrom(A, B),
        isAckLost: fc.boolean(),
        fate,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  );

  test('every entry is delivered once and in order, and every message is stored once and in order', async () => {
    const server = await startStreamServer();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        server.reset();
        const delivered: Record<string, number[]> = { [A]: [], [B]: [] };
        const realtime = connectRealtime({
          url: server.url,
          token: 'secret',
          timing: quick,
          onEntry: (to, entry) => delivered[to]?.push(entry.seq),
        });
        realtime.track(A, 0);
        realtime.track(B, 0);
        const sends: Promise<unknown>[] = [];
        const texts: Record<string, string[]> = { [A]: [], [B]: [] };
        for (const next of steps) {
          if (next.do === 'append') server.append(next.to, {}, next.fate);
          if (next.do === 'release') server.release();
          if (next.do === 'cut') server.cut();
          if (next.do === 'turn') await turn();
          if (next.do === 'send') {
            const text = `message ${sends.length}`;
            texts[next.to]?.push(text);
            server.plan(text, next);
            sends.push(realtime.send(next.to, 0, { text }));
          }
        }
        await Promise.all(sends);
        server.sayBehind();
        await until(() => {
          for (const to of [A, B]) expect(delivered[to]).toEqual(server.log(to).map((entry) => entry.seq));
        });
        for (const to of [A, B]) {
          expect(server.log(to).flatMap(({ content }) => content.text ?? [])).toEqual(texts[to]);
        }
        realtime.close();
      }),
      { numRuns: 150 },
    );
    await server.close();
  });
});

/** A server of two conversations that follows the protocol over a connection under the test's control. */
async function startStreamServer() {
  const logs: Record<string, realtime.Entry[]> = {};
  const plans = new Map<string, { isAckLost: boolean; fate: string }>();
  let held: realtime.ServerFrame[] = [];
  let current: { send(frame: realtime.ServerFrame): void; cut(): void } | undefined;
  const log = (to: string): realtime.Entry[] => (logs[to] ??= []);

  const server = await startWire((peer, onFrame) => {
    peer.ready();
    for (const [to, after] of Object.entries(peer.hello.conversations ?? {})) {
      if (log(to).length > after) answer(to, after, 3);
    }
    current = peer;
    onFrame((frame) => {
      if (frame.t === 'sync' && 'after' in frame) answer(frame.to, frame.after, 3);
      if (frame.t !== 'send') return;
      const plan = plans.get(String(frame.content.text)) ?? { isAckLost: false, fate: 'deliver' };
      const first = log(frame.to).find((entry) => entry.cid === frame.cid);
      const stored = first ?? append(frame.to, { cid: frame.cid, content: frame.content }, plan.fate);
      if (!first && plan.isAckLost) return cut();
      peer.send({
        t: 'ack',
        cid: frame.cid,
        to: frame.to,
        id: stored.id,
        seq: stored.seq,
        time: stored.time,
      });
    });
    function answer(to: string, after: number, limit: number): void {
      const rest = log(to).slice(after);
      peer.send({ t: 'entries', to, entries: rest.slice(0, limit), more: rest.length > limit });
    }
  });

  function append(to: string, changes: Partial<realtime.Entry>, fate: string): realtime.Entry {
    const e = message(log(to).length + 1, { content: {}, ...changes });
    log(to).push(e);
    const frame: realtime.ServerFrame = { t: 'entry', to, e };
    if (fate === 'hold') held.unshift(frame);
    if (fate === 'deliver' || fate === 'repeat') current?.send(frame);
    if (fate === 'repeat') current?.send(frame);
    return e;
  }

  function release(): void {
    for (const frame of held) current?.send(frame);
    held = [];
  }

  function cut(): void {
    current?.cut();
    current = undefined;
  }

  return {
    url: server.url,
    close: server.close,
    log,
    append,
    release,
    cut,
    plan: (text: string, plan: { isAckLost: boolean; fate: string }) => plans.set(text, plan),
    sayBehind: () => {
      const conversations = Object.fromEntries(
        [A, B].map((to) => [to, log(to).length]).filter(([, seq]) => seq !== 0),
      );
      current?.send({ t: 'behind', conversations });
    },
    reset: () => {
      cut();
      held = [];
      plans.clear();
      for (const to of Object.keys(logs)) delete logs[to];
    },
  };
}
