import { expect, test } from 'vitest';
import type { KnownEntry } from '../../client/messages/runs.js';
import { deriveRows, type MessageRow } from '../../client/messages/rows.js';
import { rowsNow, textOf, without } from './rules.js';

const entry = (seq: number, more: Partial<KnownEntry> = {}): KnownEntry => ({
  seq,
  id: `${seq}`,
  kind: 'message',
  type: 0,
  from: 2,
  time: seq,
  content: { text: `text ${seq}` },
  ...more,
});
const rowsOf = (entries: readonly KnownEntry[]): readonly MessageRow[] =>
  deriveRows({ entries, pending: [], ownId: 1, peerRead: 0 }).filter((row) => row.kind === 'message');
const chosen = new Map(rowsOf([entry(3), entry(2), entry(1)]).map((row) => [row.entry!.id, row]));

test('chosen messages are as they are now, in their order; those out of reach as they were', () => {
  const rows = rowsOf([entry(1, { content: { text: 'changed' }, edited: true }), entry(2)]);
  expect(rowsNow(chosen, rows).map(textOf)).toEqual(['changed', 'text 2', 'text 3']);
});

test('a chosen message that was recalled is left out', () => {
  const rows = rowsOf([entry(1), entry(2, { recalled: true, content: {} }), entry(3)]);
  expect(rowsNow(chosen, rows).map(textOf)).toEqual(['text 1', 'text 3']);
});

test('after a recall nothing is left that could be done with the message', () => {
  const edit = { id: '2', seq: 2, content: {}, text: 'changed', isBusy: false };
  const state = { reply: undefined, edit, selected: new Map([...chosen].slice(1, 2)) };
  expect(without(state, 2)).toEqual({ reply: undefined, edit: undefined, selected: undefined });
  expect(without(state, 3)).toEqual(state);
});
