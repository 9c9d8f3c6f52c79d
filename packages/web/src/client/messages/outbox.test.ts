import { expect, test } from 'vitest';
import { RealtimeError, type Sent } from '@kith/sdk';
import { createOutbox, type Pending } from './outbox.js';

const LIST = 'a'.repeat(32);
const hello = { listId: LIST, type: 0, content: { text: 'hello' }, replyTo: undefined };

/** A browser with a database that its tabs share, and a server that answers when the test says so. */
function openBrowser() {
  const rows = new Map<string, Pending & { owner: string }>();
  const files = new Map<string, Blob>();
  const uploads: { cid: string; signal: AbortSignal; finish: (url: string) => void }[] = [];
  const unkept: string[] = [];
  const sends: {
    cid: string;
    owner: string;
    content: object;
    store: () => void;
    refuse: (error: Error) => void;
  }[] = [];
  const ends = new Map<string, () => void>();
  const ended = new Map<string, Promise<void>>();

  function openTab(owner: string, { isShown = true, hasRoom = true } = {}) {
    ended.set(owner, new Promise((resolve) => ends.set(owner, resolve)));
    return createOutbox({
      owner,
      ended: async (other) => ended.get(other),
      onChange: () => undefined,
      onStored: () => isShown,
      storage: {
        put: async (row, file) => {
          rows.set(row.cid, row);
          if (file && hasRoom) files.set(row.cid, file);
          if (!row.awaitsFile) files.delete(row.cid);
          return hasRoom;
        },
        file: async (cid) => files.get(cid),
        remove: async (cid) => {
          rows.delete(cid);
          files.delete(cid);
        },
        all: async () => [...rows.values()],
      },
      onFile: () => undefined,
      onUnkept: ({ cid }) => unkept.push(cid),
      upload: ({ cid, content }, _file, signal) =>
        new Promise((resolve, reject) => {
          uploads.push({ cid, signal, finish: (url) => resolve({ ...content, url }) });
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
        }),
      realtime: {
        send: (_to, _type, content, options) =>
          new Promise((resolve, reject) => {
            const cid = options!.cid!;
            const sent: Sent = { cid, id: '1', seq: 1, time: 1 };
            sends.push({ cid, owner, content, store: () => resolve(sent), refuse: reject });
          }),
      },
    });
  }

  return { rows, files, uploads, unkept, sends, openTab, end: (owner: string) => ends.get(owner)!() };
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

test.each([
  ['blocked', 'undelivered'],
  ['not_friends', 'undelivered'],
  ['not_found', 'undelivered'],
  ['bucketed', 'silenced'],
  ['muted', undefined],
])('the refusal %s is worded by the page', async (code, fault) => {
  const { sends, openTab } = openBrowser();
  const outbox = openTab('one');
  outbox.send(hello);
  await expect.poll(() => sends.length).toBe(1);
  sends[0]!.refuse(new RealtimeError(code, 'for logs'));
  await expect.poll(() => outbox.of(LIST)[0]).toMatchObject({ code });
  expect(outbox.of(LIST)[0]?.fault).toBe(fault);
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

const picture = { listId: LIST, type: 2, content: { w: 4, h: 3 }, replyTo: undefined };

test('a file is uploaded before its message is sent, and kept until then', async () => {
  const { rows, files, uploads, sends, openTab } = openBrowser();
  openTab('one').send(picture, new Blob(['x']));
  await expect.poll(() => uploads.length).toBe(1);
  expect([files.size, sends.length]).toEqual([1, 0]);
  uploads[0]!.finish('a.jpg');
  await expect.poll(() => sends.map(({ content }) => content)).toEqual([{ w: 4, h: 3, url: 'a.jpg' }]);
  expect([files.size, rows.size]).toEqual([0, 1]);
});

test('what a killed tab has uploaded is sent as it is; what it has not, is uploaded by another one', async () => {
  const { uploads, sends, openTab, end } = openBrowser();
  const one = openTab('one');
  one.send(picture, new Blob(['x']));
  one.send(picture, new Blob(['y']));
  await expect.poll(() => uploads.length).toBe(2);
  uploads[0]!.finish('a.jpg');
  await expect.poll(() => sends.length).toBe(1);
  const two = openTab('two');
  end('one');
  await two.adopt();
  await expect.poll(() => [uploads.length, sends.length]).toEqual([3, 2]);
  expect(sends[1]).toMatchObject({ cid: sends[0]!.cid, owner: 'two', content: { url: 'a.jpg' } });
  expect(uploads[2]!.cid).toBe(uploads[1]!.cid);
  uploads[2]!.finish('b.jpg');
  await expect.poll(() => sends.length).toBe(3);
  expect(sends[2]).toMatchObject({ cid: uploads[1]!.cid, content: { url: 'b.jpg' } });
});

test('a cancelled upload ends, and sends nothing', async () => {
  const { rows, files, uploads, sends, openTab } = openBrowser();
  const outbox = openTab('one');
  outbox.send(picture, new Blob(['x']));
  await expect.poll(() => uploads.length).toBe(1);
  outbox.discard(uploads[0]!.cid);
  uploads[0]!.finish('a.jpg');
  await expect.poll(() => uploads[0]!.signal.aborted).toBe(true);
  expect([rows.size, files.size, outbox.of(LIST).length, sends.length]).toEqual([0, 0, 0, 0]);
});

test('without room for the file it is sent all the same; a tab that inherits it without the file says so', async () => {
  const { uploads, unkept, sends, openTab, end } = openBrowser();
  openTab('one', { hasRoom: false }).send(picture, new Blob(['x']));
  await expect.poll(() => uploads.length).toBe(1);
  expect(unkept).toEqual([uploads[0]!.cid]);
  const two = openTab('two');
  end('one');
  await two.adopt();
  await expect.poll(() => two.of(LIST)[0]?.fault).toBe('lost');
  uploads[0]!.finish('a.jpg');
  await expect.poll(() => sends.length).toBe(1);
});
