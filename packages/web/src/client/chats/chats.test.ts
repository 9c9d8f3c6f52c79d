import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { realtime } from '@kith/contract';
import { createChats } from './chats.js';
import { boxOf, inOrder, type Chat } from './rules.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OWN = 1;

function chat(to: string, more: Partial<Chat> = {}): Chat {
  return {
    to,
    kind: 'single',
    name: '',
    seq: 1,
    read: 1,
    time: 1,
    unread: 0,
    mentions: 0,
    pinned: false,
    silent: false,
    ...more,
  };
}

function message(seq: number, more: Partial<realtime.Entry> = {}): realtime.Entry {
  return {
    seq,
    id: `${seq}`,
    kind: 'message',
    type: 0,
    from: 2,
    time: seq * 1000,
    content: { text: 'Hi' },
    ...more,
  };
}

/** A list on a server with these rows. */
async function open(rows: Chat[], kept?: { chats: Chat[]; unread: number }) {
  const server = { rows, asked: [] as object[], isReachable: true };
  const chats = createChats({
    ownId: OWN,
    kept: { load: async () => kept, save: () => undefined },
    onRow: () => undefined,
    realtime: {
      list: async ({ box, of, after = '0', limit = 50 } = {}) => {
        server.asked.push(of ?? { box, after });
        if (!server.isReachable) throw new Error('No connection.');
        const all = server.rows
          .filter((row) => (of ? of.includes(row.to) : boxOf(row) === box))
          .toSorted(inOrder);
        const end = Number(after) + limit;
        const unread = server.rows.reduce((sum, row) => sum + (row.silent ? 0 : row.unread), 0);
        return {
          conversations: all.slice(Number(after), end),
          ...(end < all.length && { next: String(end) }),
          ...(after === '0' && { unread }),
        };
      },
    },
  });
  await chats.open();
  return {
    server,
    chats,
    state: async () => {
      await vi.advanceTimersByTimeAsync(1000);
      return chats.store.getState();
    },
  };
}

const ids = (rows: readonly Chat[]) => rows.map(({ to }) => to);

test('live messages move their row to the front and are counted; what was read is not', async () => {
  const { chats, state, server } = await open([
    chat('a', { time: 30 }),
    chat('b', { time: 20 }),
    chat('quiet', { time: 10, silent: true }),
  ]);
  expect(ids((await state()).main.chats)).toEqual(['a', 'b', 'quiet']);
  server.asked.length = 0;
  chats.receive('b', message(2, { mentions: [OWN] }));
  chats.receive('quiet', message(2));
  chats.receive(
    'b',
    message(3, { kind: 'reaction', content: { target: 2, emoji: '👍', on: true, count: 1 } }),
  );
  let now = await state();
  expect(ids(now.main.chats)).toEqual(['b', 'quiet', 'a']);
  expect(now.main.chats[0]).toMatchObject({ unread: 1, mentions: 1, last: { seq: 2, text: 'Hi' } });
  expect(now.unread).toBe(1);
  chats.noteRead('b', 3);
  now = await state();
  expect([now.rows['b'], now.unread]).toMatchObject([{ unread: 0, mentions: 0 }, 0]);
  // All of it without a question to the server.
  expect(server.asked).toEqual([]);
});

test('what only the server knows is asked for once, together: a gap, a recall of unread, an unknown writer or row', async () => {
  const { chats, state, server } = await open([chat('a'), chat('b', { unread: 2, seq: 3 }), chat('club', { kind: 'group' })]); // prettier-ignore
  await state();
  server.asked.length = 0;
  server.rows = [
    chat('a', { seq: 5, time: 9 }),
    chat('b', { seq: 4, unread: 1 }),
    chat('club', { kind: 'group', seq: 2, last: { ...preview(2), name: 'Bo' } }),
    chat('new', { time: 10 }),
  ];
  chats.receive('a', message(5));
  chats.receive('b', message(4, { kind: 'recall', content: { target: 3, reason: 'recall' } }));
  chats.receive('club', message(2));
  chats.receive('new', message(1));
  const { rows, main } = await state();
  expect(server.asked).toEqual([['a', 'b', 'club', 'new']]);
  expect(ids(main.chats)).toEqual(['new', 'a', 'b', 'club']);
  expect(rows['b']).toMatchObject({ unread: 1 });
  // From now on the name is known.
  chats.receive('club', message(3, { content: { text: 'Again' } }));
  expect((await state()).rows['club']).toMatchObject({ last: { text: 'Again', name: 'Bo' } });
  expect(server.asked).toHaveLength(1);
});

test('a recalled, edited or renamed thing changes the row in place', async () => {
  const { chats, state } = await open([
    chat('a', { seq: 2, read: 2, last: preview(2) }),
    chat('club', { kind: 'group', name: 'Old', last: { ...preview(1), name: 'Bo' } }),
  ]);
  chats.receive('a', message(3, { kind: 'edit', content: { target: 2, content: { text: 'Better' } } }));
  expect((await state()).rows['a']).toMatchObject({ last: { text: 'Better' }, unread: 0 });
  chats.receive('a', message(4, { kind: 'recall', content: { target: 2, reason: 'recall' } }));
  expect((await state()).rows['a']).toMatchObject({ last: { text: '', recalled: true } });
  chats.receive('club', message(2, { kind: 'system', content: { event: 'renamed', name: 'New' } }));
  expect((await state()).rows['club']).toMatchObject({ name: 'New', last: { event: 'renamed' }, unread: 0 });
});

test('pages join at the end; a row beyond the loaded pages waits for its page, and an archived one has a list of its own', async () => {
  const rows = Array.from({ length: 260 }, (_, i) => chat(`c${i}`, { time: 1000 - i }));
  const { chats, state, server } = await open([...rows, chat('old', { archived: true, time: 5000 })]);
  let now = await state();
  expect([now.main.chats.length, now.main.hasMore, ids(now.archive.chats)]).toEqual([50, true, ['old']]);
  chats.need('c210');
  now = await state();
  expect([now.main.chats.length, now.rows['c210']?.to]).toEqual([50, 'c210']);
  for (let page = 0; page < 5; page++) await chats.loadMore('main');
  now = await state();
  expect([ids(now.main.chats), now.main.hasMore]).toEqual([ids(rows), false]);
  // After a time without connection nothing that was loaded is lost, and what has left is gone.
  server.rows = server.rows.filter(({ to }) => to !== 'c3');
  await chats.catchUp();
  expect(ids((await state()).main.chats)).toEqual(ids(rows).filter((to) => to !== 'c3'));
});

test('the kept list is shown first, and stays without a connection; what is not listed any more leaves it', async () => {
  const { state, chats, server } = await open([chat('b', { time: 7 })], {
    chats: [chat('a', { time: 9 }), chat('b', { time: 7 })],
    unread: 4,
  });
  expect(ids((await state()).main.chats)).toEqual(['b']);
  expect((await state()).unread).toBe(0);
  server.isReachable = false;
  await chats.reset();
  expect((await state()).main.loading).toBe('failed');
});

function preview(seq: number): realtime.Preview {
  return { seq, id: `${seq}`, kind: 'message', type: 0, from: 2, time: seq, text: 'Hi' };
}
