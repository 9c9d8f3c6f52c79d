import { expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { createView } from './view.js';

const OWN = 1;

function entry(seq: number, more: Partial<realtime.Entry> = {}): realtime.Entry {
  const content = { text: `message ${seq}` };
  return { seq, id: `${seq}`, kind: 'message', type: 0, from: 2, time: seq, content, ...more };
}

const reaction = (seq: number, target: number, emoji: string, count: number, from = 2) =>
  entry(seq, { kind: 'reaction', from, content: { target, emoji, on: count > 0, count } });
const edit = (seq: number, target: number, text: string) =>
  entry(seq, { kind: 'edit', content: { target, content: { text } } });
const recall = (seq: number, target: number, reason = 'recall') =>
  entry(seq, { kind: 'recall', content: { target, reason } });

/** A view that has loaded a page and then received live entries. */
function viewOf(page: readonly realtime.Entry[], live: readonly realtime.Entry[] = []) {
  const view = createView(OWN);
  const part = (entries: readonly realtime.Entry[]) => ({
    from: entries[0]!.seq,
    to: entries.at(-1)!.seq,
    entries,
  });
  view.take(part(page));
  for (const one of live) view.take(part([one]), true);
  return { view, take: (entries: readonly realtime.Entry[]) => view.take(part(entries)) };
}

const at = ({ view }: ReturnType<typeof viewOf>, seq: number) =>
  view.state().entries.find((one) => one.seq === seq)!;

test('live reactions count, and mark those of the reader', () => {
  const chat = viewOf(
    [entry(1)],
    [reaction(2, 1, '🍵', 1), reaction(3, 1, '🍵', 2, OWN), reaction(4, 1, '👍', 1)],
  );
  expect(at(chat, 1).reactions).toEqual([
    { emoji: '🍵', count: 2, own: true },
    { emoji: '👍', count: 1 },
  ]);
  chat.view.take({ from: 5, to: 5, entries: [reaction(5, 1, '👍', 0)] }, true);
  expect(at(chat, 1).reactions).toEqual([{ emoji: '🍵', count: 2, own: true }]);
});

test('a page has its reactions already: the changes in it, and those of a later page, are not applied again', () => {
  const now = [{ emoji: '🍵', count: 3 }];
  const chat = viewOf([entry(900), entry(901)]);
  chat.take([entry(1, { reactions: now }), reaction(2, 1, '🍵', 1)]);
  chat.take([reaction(3, 1, '🍵', 2)]);
  chat.view.lookAt(1);
  expect(at(chat, 1).reactions).toEqual(now);
  chat.view.take({ from: 902, to: 902, entries: [reaction(902, 1, '🍵', 4)] }, true);
  expect(at(chat, 1).reactions).toEqual([{ emoji: '🍵', count: 4 }]);
});

test('an edit changes the message and marks it, also if the message is loaded later', () => {
  const live = viewOf([entry(1)], [edit(2, 1, 'new'), edit(3, 1, 'newer')]);
  expect(at(live, 1)).toMatchObject({ content: { text: 'newer' }, edited: true });
  const later = viewOf([edit(2, 1, 'new')]);
  later.take([entry(1, { content: { text: 'newest' } })]);
  expect(at(later, 1)).toMatchObject({ content: { text: 'newest' }, edited: true });
});

test('what was recalled is nowhere: not in the message, its edits, its reactions, or a quote of it', () => {
  const quote = { id: '1', from: 2, type: 0, text: 'secret' };
  const chat = viewOf(
    [entry(1, { content: { text: 'secret' }, reactions: [{ emoji: '🍵', count: 1 }] })],
    [edit(2, 1, 'secret, too'), entry(3, { reply_to: 1, quote }), recall(4, 1)],
  );
  expect(JSON.stringify(chat.view.state())).not.toMatch(/secret|🍵/);
  expect(at(chat, 1).recalled).toBe(true);
  expect(at(chat, 1).burnt).toBeUndefined();
  expect(at(viewOf([entry(1)], [recall(2, 1, 'burn')]), 1).burnt).toBe(true);
});

test('a quote follows the edits of its message, and no edit from before the page', () => {
  const quote = { id: '1', from: 2, type: 0, text: 'message 1' };
  const chat = viewOf(
    [entry(1)],
    [entry(2, { reply_to: 1, quote }), edit(3, 1, 'new'), edit(4, 1, 'n'.repeat(200))],
  );
  expect(at(chat, 2).quote).toEqual({ ...quote, text: 'n'.repeat(100) });
  const now = { ...quote, text: 'newest' };
  const page = viewOf([
    entry(1, { content: { text: 'newest' } }),
    edit(2, 1, 'old'),
    entry(3, { reply_to: 1, quote: now }),
  ]);
  expect(at(page, 3).quote).toEqual(now);
});
