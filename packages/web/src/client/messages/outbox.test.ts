import { expect, test } from 'vitest';
import type { Sent } from '@kith/sdk';
import { createOutbox, type Pending } from './outbox.js';

const LIST = 'a'.repeat(32);
const hello = { listId: LIST, type: 0, content: { text: 'hello' }, replyTo: undefined };

/** A browser with a database that its tabs share, and a server that answers when the test says so. */
function openBrowser() {
  const rows = new Map<string, Pending & { owner: string }>();
  const sends: { cid: string; owner: string; store: () => void; refuse: (error: Error) => void }[] = [];
  const ends = new Map<string, () => void>();
  const ended = new Map<string, Promise<void>>();

  function openTab(owner: string, { isShown = true } = {}) {
    ended.set(owner, new Promise((resolve) => ends.set(owner, resolve)));
    return createOutbox({
      owner,
      ended: async (other) => ended.get(other),
      onChange: () => undefined,
      onStored: () => isShown,
      storage: {
        put: async (row) => void rows.set(row.cid, row),
        remove: async (cid) => void rows.delete(cid),
        all: async () => [...rows.values()],
      },
      realtime: {
        send: (_to, _type, _content, options) =>
          new Promise((resolve, reject) => {
            const cid = options!.cid!;
            const sent: Sent = { cid, id: '1', seq: 1, time: 1 };
            sends.push({ cid, owner, store: () => resolve(sent), refuse: reject });
          }),
      },
    });
  }

  return { rows, sends, openTab, end: (owner: string) => ends.get(owner)!() };
}

test('a message is kept before it is sent, and gone when the server has stored it', async () => {
  const { rows, sends, openTab } = openBrowser();
  const outbox = openTab('one');
  outbox.send(hello);
  expect([rows.size, outbox.of(LIST).length, sends.length]).toEqual([1, 1, 0]);
  await expect.poll(() => sends.length).toBe(1);
  sends[0]!.store();
  await expect.poll(() => [rows.size, outbox.of(LIST).length]).toEqual([0, 0]);
});

test('a stored message stays visible until its entry arrives', async () => {
  const { rows, sends, openTab } = openBrowser();
  const outbox = openTab('one', { isShown: false });
  outbox.send(hello);
  await expect.poll(() => sends.length).toBe(1);
  sends[0]!.store();
  await expect.poll(() => rows.size).toBe(0);
  expect(outbox.of(LIST)).toHaveLength(1);
  outbox.settle(sends[0]!.cid);
  expect(outbox.of(LIST)).toEqual([]);
});

test('a refused message waits for its writer, who sends it again under the same id, or deletes it', async () => {
  const { rows, sends, openTab } = openBrowser();
  const outbox = openTab('one');
  outbox.send(hello);
  await expect.poll(() => sends.length).toBe(1);
  sends[0]!.refuse(new Error('Not now.'));
  await expect.poll(() => outbox.of(LIST)[0]?.refusal).toBe('Not now.');
  outbox.retry(sends[0]!.cid);
  await expect.poll(() => sends.length).toBe(2);
  expect(sends[1]!.cid).toBe(sends[0]!.cid);
  outbox.discard(sends[0]!.cid);
  expect([outbox.of(LIST), rows.size]).toEqual([[], 0]);
});

test('a message under way when the connection closes is not refused', async () => {
  const { rows, sends, openTab } = openBrowser();
  const outbox = openTab('one');
  outbox.send(hello);
  await expect.poll(() => sends.length).toBe(1);
  sends[0]!.refuse(Object.assign(new Error('The connection was closed.'), { code: 'closed' }));
  await Promise.resolve();
  expect([outbox.of(LIST)[0]?.refusal, rows.size]).toEqual([undefined, 1]);
});

test('what a killed tab leaves, one other tab sends, under the same id; what a living one sends, none', async () => {
  const { rows, sends, openTab, end } = openBrowser();
  openTab('one').send(hello);
  await expect.poll(() => sends.length).toBe(1);
  const two = openTab('two');
  await two.adopt();
  await two.adopt();
  expect(sends).toHaveLength(1);
  end('one');
  await expect.poll(() => sends.map(({ owner }) => owner)).toEqual(['one', 'two']);
  expect(sends[1]!.cid).toBe(sends[0]!.cid);
  expect(two.of(LIST)).toHaveLength(1);
  expect([...rows.values()].map(({ owner }) => owner)).toEqual(['two']);
});
