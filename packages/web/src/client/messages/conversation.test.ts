import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import type { Page, SyncRange } from '@kith/sdk';
import { createConversation } from './conversation.js';

const OWN = 1;
const LIST = 'a'.repeat(32);

function entry(seq: number, more: Partial<realtime.Entry> = {}): realtime.Entry {
  return { seq, id: `${seq}`, kind: 'message', type: 0, from: 2, time: seq, content: {}, ...more };
}

function entries(from: number, to: number): realtime.Entry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));
}

/** A conversation on a server with so many entries. */
function open(count: number, kept: readonly realtime.Entry[] = [], cleared = 0) {
  const all = entries(cleared + 1, count);
  const noted = { reads: [] as number[], tracked: [] as number[], asked: [] as SyncRange[] };
  const saved = { entries: kept };
  const frames: (() => void)[] = [];
  let isReachable = true;
  let gate: Promise<void> | undefined;
  const conversation = createConversation({
    listId: LIST,
    ownId: OWN,
    schedule: (callback) => void frames.push(callback),
    kept: { load: async () => saved.entries, save: (_, next) => (saved.entries = next) },
    outbox: { of: () => [], send: () => undefined, retry: () => undefined, discard: () => undefined },
    realtime: {
      sync: async (_, range): Promise<Page> => {
        noted.asked.push(range);
        if (!isReachable) throw new Error('No connection.');
        const limit = range.limit ?? 50;
        if ('after' in range) {
          const found = all.filter(({ seq }) => seq > range.after).slice(0, limit);
          return { entries: found, more: (found.at(-1)?.seq ?? count) < count };
        }
        const found = all.filter(({ seq }) => seq < range.before).slice(-limit);
        await gate;
        return { entries: found, more: (found[0]?.seq ?? 1) > (all[0]?.seq ?? 1) };
      },
      read: (_, seq) => void noted.reads.push(seq),
      track: (_, seq) => void noted.tracked.push(seq),
    },
  });
  const shown = () => {
    const { entries: all, hasOlder, hasNewer } = conversation.getState();
    expect(all.map(({ seq }) => seq)).toEqual(
      entries(all[0]?.seq ?? 1, all.at(-1)?.seq ?? 0).map(({ seq }) => seq),
    );
    return [all[0]?.seq, all.at(-1)?.seq, hasOlder, hasNewer];
  };
  /** The answers from now on wait until this is called. */
  const hold = () => {
    let open = () => undefined as void;
    gate = new Promise((resolve) => (open = resolve));
    return () => open();
  };
  const clear = () => all.splice(0);
  return { conversation, ...noted, frames, saved, shown, hold, clear, cut: () => (isReachable = false) };
}

test('opening loads the newest page and follows from there; older pages go before it, each once', async () => {
  const { conversation, tracked, asked, shown } = open(120);
  await conversation.open();
  expect(shown()).toEqual([71, 120, true, false]);
  expect(tracked).toEqual([120]);
  await Promise.all([conversation.loadOlder(), conversation.loadOlder()]);
  await conversation.loadOlder();
  expect(shown()).toEqual([1, 120, false, false]);
  await conversation.loadOlder();
  expect(asked).toHaveLength(3);
});

test('what was kept is shown at once, and joins the newest page if nothing is missing between', async () => {
  const near = open(120, entries(60, 80));
  await near.conversation.open();
  expect(near.shown()).toEqual([60, 120, true, false]);

  const far = open(120, entries(1, 20));
  await far.conversation.open();
  expect(far.shown()).toEqual([71, 120, true, false]);
  await far.conversation.loadOlder();
  expect(far.shown()).toEqual([1, 120, false, false]);
});

test('what was kept is gone if the newest page no longer has it, here and in what is kept', async () => {
  const cleared = open(20, entries(1, 20), 20);
  await cleared.conversation.open();
  expect(cleared.conversation.getState().entries).toEqual([]);
  expect(cleared.saved.entries).toEqual([]);

  const partly = open(23, entries(1, 20), 20);
  await partly.conversation.open();
  expect(partly.shown()).toEqual([21, 23, false, false]);
  expect(partly.saved.entries.map(({ seq }) => seq)).toEqual([21, 22, 23]);
});

test('what arrives while an empty newest page loads stays', async () => {
  const { conversation, asked, hold } = open(20, entries(1, 20), 20);
  const answer = hold();
  const opened = conversation.open();
  await expect.poll(() => asked.length).toBe(1);
  conversation.receive(entry(21));
  answer();
  await opened;
  expect(conversation.getState().entries.map(({ seq }) => seq)).toEqual([21]);
});

test('a page that was asked for before the history was cleared is not shown after it', async () => {
  const { conversation, asked, saved, hold, clear } = open(20);
  conversation.subscribe(() => undefined);
  const answer = hold();
  const opened = conversation.open();
  await expect.poll(() => asked.length).toBe(1);
  clear();
  conversation.reset();
  answer();
  await opened;
  await expect.poll(() => conversation.getState().loading).toBe('ready');
  expect([conversation.getState().entries, saved.entries]).toEqual([[], []]);
});

test('without a connection, what was kept stays readable; with nothing, it has failed and can be tried again', async () => {
  const { conversation, shown, cut } = open(120, entries(60, 80));
  cut();
  await conversation.open();
  expect([conversation.getState().loading, ...shown()]).toEqual(['kept', 60, 80, true, false]);

  const empty = open(0);
  empty.cut();
  await empty.conversation.open();
  expect(empty.conversation.getState().loading).toBe('failed');
});

test('entries that arrive while the page loads, and repeated ones, appear once', async () => {
  const { conversation, shown } = open(3);
  const opened = conversation.open();
  conversation.receive(entry(4));
  await opened;
  for (const seq of [4, 5, 5]) conversation.receive(entry(seq));
  expect(shown()).toEqual([1, 5, false, false]);
});

test('around an old entry, live ones wait at the other end, and nothing is missing on the way there', async () => {
  const { conversation, shown } = open(1000);
  await conversation.open();
  await conversation.showAround(500);
  expect(shown()).toEqual([451, 550, true, true]);
  conversation.receive(entry(1001));
  expect(shown()).toEqual([451, 550, true, true]);
  while (conversation.getState().hasNewer) await conversation.loadNewer();
  expect(shown()[1]).toBe(1001);

  await conversation.showAround(300);
  await conversation.showNewest();
  expect(shown().slice(1)).toEqual([1001, true, false]);
});

test('what is shown is bounded: the far side is dropped, and comes back when it is needed', async () => {
  const { conversation, shown } = open(3000);
  await conversation.open();
  for (let pages = 0; pages < 30; pages++) await conversation.loadOlder();
  const { entries: all, hasNewer } = conversation.getState();
  expect(all.length).toBeLessThanOrEqual(600);
  expect(hasNewer).toBe(true);
  while (conversation.getState().hasNewer) await conversation.loadNewer();
  expect(shown()[1]).toBe(3000);
  for (let seq = 3001; seq <= 5000; seq++) conversation.receive(entry(seq));
  expect(shown().slice(1)).toEqual([5000, true, false]);
  expect(conversation.getState().entries.length).toBeLessThanOrEqual(600);
});

test('listeners hear of many changes once a frame', async () => {
  const { conversation, frames } = open(0);
  frames.splice(0).forEach((frame) => frame());
  let calls = 0;
  conversation.subscribe(() => calls++);
  for (let seq = 1; seq <= 100; seq++) conversation.receive(entry(seq));
  expect(frames).toHaveLength(1);
  frames[0]!();
  expect(calls).toBe(1);
});

test('a confirmed message is shown at once if nothing is missing before it', async () => {
  const { conversation, shown } = open(3);
  await conversation.open();
  expect(conversation.receiveStored(entry(6, { from: OWN }))).toBe(false);
  expect(shown()).toEqual([1, 3, false, false]);
  expect(conversation.receiveStored(entry(4, { from: OWN }))).toBe(true);
  expect(conversation.receiveStored(entry(4, { from: OWN }))).toBe(true);
  expect(shown()).toEqual([1, 4, false, false]);
});

test('what was read is reported once, and only grows; reads of others are theirs', async () => {
  const { conversation, reads } = open(3);
  for (const seq of [2, 2, 1, 3]) conversation.markRead(seq);
  expect(reads).toEqual([2, 3]);
  conversation.noteRead(OWN, 3);
  conversation.noteRead(2, 2);
  conversation.noteRead(2, 1);
  expect(conversation.getState().peerRead).toBe(2);
});

test('withheld entries are loaded again when the conversation has changed, and only they', async () => {
  const { conversation, asked } = open(2);
  await conversation.open();
  conversation.subscribe(() => undefined);
  conversation.resetIfWithheld();
  expect(asked).toHaveLength(1);
  conversation.receive(entry(3, { withheld: true }));
  conversation.resetIfWithheld();
  await expect.poll(() => asked.length).toBe(2);
});
