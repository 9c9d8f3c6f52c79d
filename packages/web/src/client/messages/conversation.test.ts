import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import type { Page, SyncRange } from '@kith/sdk';
import { createConversation } from './conversation.js';

const OWN = 1;
const LIST = 'a'.repeat(32);

function entry(seq: number, more: Partial<realtime.Entry> = {}): realtime.Entry {
  return {
    seq,
    id: `${seq}`,
    kind: 'message',
    type: 0,
    from: 2,
    time: seq,
    content: { text: `${seq}` },
    ...more,
  };
}

/** A connection to a server with so many entries; what was sent waits for the test. */
function connect(count: number) {
  const all = Array.from({ length: count }, (_, index) => entry(index + 1));
  const sends: { cid: string; refuse: (error: Error) => void }[] = [];
  const reads: number[] = [];
  const tracked: number[] = [];
  const frames: (() => void)[] = [];
  const conversation = createConversation({
    listId: LIST,
    ownId: OWN,
    schedule: (callback) => void frames.push(callback),
    now: () => 1000,
    realtime: {
      sync: async (_: string, range: SyncRange): Promise<Page> => {
        const before = 'before' in range ? range.before : 0;
        const found = all.filter(({ seq }) => seq < before).slice(-(range.limit ?? 50));
        return { entries: found, more: (found[0]?.seq ?? 1) > 1 };
      },
      send: (_to, _type, _content, options) =>
        new Promise((_resolve, reject) => sends.push({ cid: options!.cid!, refuse: reject })),
      read: (_, seq) => void reads.push(seq),
      track: (_, seq) => void tracked.push(seq),
    },
  });
  return { conversation, sends, reads, tracked, frames };
}

const seqs = (conversation: ReturnType<typeof connect>['conversation']) =>
  conversation.getState().entries.map(({ seq }) => seq);

test('opening loads the newest page and follows from there; older pages go before it', async () => {
  const { conversation, tracked } = connect(120);
  await conversation.open();
  expect([seqs(conversation).at(0), seqs(conversation).at(-1)]).toEqual([71, 120]);
  expect(tracked).toEqual([120]);
  await Promise.all([conversation.loadOlder(), conversation.loadOlder()]);
  await conversation.loadOlder();
  expect(seqs(conversation)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  expect(conversation.getState().hasOlder).toBe(false);
});

test('entries that arrive while the page loads, and repeated ones, appear once', async () => {
  const { conversation } = connect(3);
  const opened = conversation.open();
  conversation.receive(entry(4));
  await opened;
  conversation.receive(entry(4));
  conversation.receive(entry(5));
  expect(seqs(conversation)).toEqual([1, 2, 3, 4, 5]);
});

test('listeners hear of many changes once a frame', async () => {
  const { conversation, frames } = connect(0);
  let calls = 0;
  conversation.subscribe(() => calls++);
  for (let seq = 1; seq <= 100; seq++) conversation.receive(entry(seq));
  expect(frames).toHaveLength(1);
  frames[0]!();
  expect(calls).toBe(1);
});

test('a message is pending until its entry arrives; a refused one waits for its writer', async () => {
  const { conversation, sends } = connect(0);
  await conversation.open();
  conversation.send(0, { text: 'hello' });
  const [{ cid } = { cid: '' }] = conversation.getState().pending;
  sends[0]!.refuse(new Error('Not now.'));
  await expect.poll(() => conversation.getState().pending[0]?.refusal).toBe('Not now.');

  conversation.retry(cid);
  expect(conversation.getState().pending[0]?.refusal).toBeUndefined();
  expect(sends.map((one) => one.cid)).toEqual([cid, cid]);
  conversation.receive(entry(1, { from: OWN, cid }));
  expect(conversation.getState().pending).toEqual([]);

  conversation.send(0, { text: 'never' });
  conversation.discard(conversation.getState().pending[0]!.cid);
  expect(conversation.getState().pending).toEqual([]);
});

test('what was read is reported once, and only grows; reads of others are theirs', async () => {
  const { conversation, reads } = connect(2);
  await conversation.open();
  conversation.markRead();
  conversation.markRead();
  conversation.receive(entry(3));
  conversation.markRead();
  expect(reads).toEqual([2, 3]);
  conversation.noteRead(OWN, 3);
  conversation.noteRead(2, 2);
  conversation.noteRead(2, 1);
  expect(conversation.getState().peerRead).toBe(2);
});
