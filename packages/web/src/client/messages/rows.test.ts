import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { deriveRows } from './rows.js';

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

test('edits and recalls change the message and are no rows of their own; a recall empties edits', () => {
  const rows = rowsOf([
    entry(1),
    entry(2),
    entry(3, { kind: 'edit', content: { target: 1, content: { text: 'new' } } }),
    entry(4, { kind: 'edit', content: { target: 2, content: { text: 'gone' } } }),
    entry(5, { kind: 'recall', content: { target: 2, reason: 'recall' } }),
  ]);
  expect(
    messages(rows).map(({ content, isEdited, isRecalled }) => ({ content, isEdited, isRecalled })),
  ).toEqual([
    { content: { text: 'new' }, isEdited: true, isRecalled: false },
    { content: {}, isEdited: false, isRecalled: true },
  ]);
});

test('an own message keeps its key from pending to read', () => {
  const pending = { cid: 'c1', type: 0, content: { text: 'x' }, time: MINUTE, refusal: undefined };
  const stored = [entry(1, { from: 1, cid: 'c1' })];
  const stages = [
    rowsOf([], { pending: [pending] }),
    rowsOf([], { pending: [{ ...pending, refusal: 'No.' }] }),
    rowsOf(stored),
    rowsOf(stored, { peerRead: 1 }),
  ];
  expect(stages.flatMap((rows) => messages(rows).map(({ key, state }) => `${key} ${state}`))).toEqual([
    'c1 sending',
    'c1 failed',
    'c1 sent',
    'c1 read',
  ]);
});
