import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { deriveRows, dividerOf } from './rows.js';
import { createSameRows } from './same-rows.js';

const MINUTE = 60_000;
const dayOf = (time: number) => String(Math.floor(time / (24 * 60 * MINUTE)));

function entry(seq: number, more: Partial<realtime.Entry> = {}): realtime.Entry {
  return {
    seq,
    id: String(seq).padStart(24, '0'),
    kind: 'message',
    type: 0,
    from: 2,
    time: seq * MINUTE,
    content: { text: `message ${seq}` },
    ...more,
  };
}

function rowsOf(entries: readonly realtime.Entry[], more: Partial<Parameters<typeof deriveRows>[0]> = {}) {
  return deriveRows({ entries, pending: [], ownId: 1, peerRead: 0, dayOf, ...more });
}

const messages = (rows: ReturnType<typeof rowsOf>) => rows.filter((row) => row.kind === 'message');

test('messages of one writer within five minutes are a group', () => {
  const rows = rowsOf([entry(1), entry(2), entry(3, { from: 1 }), entry(4), entry(12)]);
  expect(messages(rows).map(({ isFirst, isLast }) => [isFirst, isLast])).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
    [true, true],
  ]);
});

test('each day begins with a line, and ends a group', () => {
  const night = 24 * 60;
  const rows = rowsOf([entry(1, { time: (night - 1) * MINUTE }), entry(2, { time: (night + 1) * MINUTE })]);
  expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'day', 'message']);
  expect(messages(rows).map(({ isFirst, isLast }) => [isFirst, isLast])).toEqual([
    [true, true],
    [true, true],
  ]);
});

test('what was recalled stands alone, and what has burnt is no row', () => {
  const rows = rowsOf([entry(1), entry(2, { recalled: true, content: {} }), entry(3)]);
  expect(messages(rows).map(({ isFirst, isLast }) => isFirst && isLast)).toEqual([true, true, true]);
  const burnt = { ...entry(2), recalled: true, burnt: true } as const;
  expect(messages(rowsOf([entry(1), burnt]))).toHaveLength(1);
});

test('a reply under way quotes what is loaded, without what burns', () => {
  const pending = { listId: 'a', refusal: undefined, cid: 'c', type: 0, content: {}, time: 1, replyTo: 1 };
  const quoteIn = (content: realtime.Content) =>
    messages(rowsOf([entry(1, { content })], { pending: [pending] })).at(-1)?.quote?.text;
  expect(quoteIn({ text: 'Tea?' })).toBe('Tea?');
  expect(quoteIn({ text: 'Tea?', yhjf: true })).toBe('');
});

test('an own message keeps its key from pending to read', () => {
  const shared = { listId: 'a', replyTo: undefined, refusal: undefined };
  const pending = { ...shared, cid: 'c1', type: 0, content: { text: 'x' }, time: MINUTE };
  const stored = [entry(1, { from: 1, cid: 'c1' })];
  const stages = [
    rowsOf([], { pending: [pending] }),
    rowsOf([], { pending: [{ ...pending, refusal: 'No.' }] }),
    rowsOf(stored, { pending: [pending] }),
    rowsOf(stored, { peerRead: 1 }),
  ];
  expect(stages.flatMap((rows) => messages(rows).map(({ key, state }) => `${key} ${state}`))).toEqual([
    'c1 sending',
    'c1 failed',
    'c1 sent',
    'c1 read',
  ]);
});

test('the divider stands before the first unread message and begins a group; own messages do not count', () => {
  const entries = [entry(1), entry(2, { from: 1 }), entry(3), entry(4, { from: 1 }), entry(5)];
  const divider = dividerOf(entries, { count: 2, ownId: 1 });
  expect(divider).toEqual({ seq: 3, count: 2 });
  expect(rowsOf(entries, { divider }).map(({ kind }) => kind)).toEqual([
    'day',
    'message',
    'message',
    'unread',
    'message',
    'message',
    'message',
  ]);
  expect(dividerOf(entries, { count: 0, ownId: 1 })).toBeUndefined();
});

test('the divider leaves out removed messages, which the server does not count as unread', () => {
  const entries = [
    entry(1),
    entry(2),
    entry(3, { recalled: true }),
    { ...entry(4), burnt: true as const },
    entry(5),
  ];
  expect(dividerOf(entries, { count: 2, ownId: 1 })).toEqual({ seq: 2, count: 2 });
});

test('messages under way stand only below the newest entry', () => {
  const pending = {
    listId: 'a',
    replyTo: undefined,
    refusal: undefined,
    cid: 'c',
    type: 0,
    content: {},
    time: 1,
  };
  expect(messages(rowsOf([entry(1)], { pending: [pending] }))).toHaveLength(2);
  expect(messages(rowsOf([entry(1)], { pending: [pending], hasNewer: true }))).toHaveLength(1);
});

test('rows that have not changed are the same objects as before', () => {
  const keep = createSameRows();
  const first = [entry(1), entry(2)];
  const before = keep(rowsOf(first));
  const third = entry(3);
  const after = keep(rowsOf([...first, third]));
  // The second message is no longer the last of its writer.
  expect(after.map((row, index) => row === before[index])).toEqual([true, true, false, false]);
  const reacted = { ...first[0]!, reactions: [{ emoji: '🍵', count: 1 }] };
  const now = keep(rowsOf([reacted, first[1]!, third]));
  expect(now.map((row, index) => row === after[index])).toEqual([true, false, true, true]);
});
