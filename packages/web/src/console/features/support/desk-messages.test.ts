import { expect, it } from 'vitest';
import { withNewest, withOlder, type DeskMessages } from './desk-messages.js';

function page(seqs: readonly number[], hasMore: boolean, readSeq = 0): DeskMessages {
  const row = { isOwn: false, isOfCustomer: true, type: 0, text: 'hi', sentAt: 1, isRemoved: false };
  return { rows: seqs.map((seq) => ({ ...row, seq })), hasMore, readSeq };
}
const seqsOf = ({ rows }: DeskMessages) => rows.map(({ seq }) => seq);

it('keeps older messages beside the newest page, and those that have ended in it are new', () => {
  const known = withOlder(page([5, 6], true), page([2, 4], false));
  expect(seqsOf(known)).toEqual([2, 4, 5, 6]);
  expect(known.hasMore).toBe(false);
  const now = withNewest(known, page([5, 7], true, 7));
  expect([seqsOf(now), now.hasMore, now.readSeq]).toEqual([[2, 4, 5, 7], false, 7]);
});

it('forgets older messages if others are missing in between', () => {
  expect(seqsOf(withNewest(page([1, 2], false), page([8, 9], true)))).toEqual([8, 9]);
  expect(seqsOf(withNewest(page([1, 2], false), page([1, 2, 3], false)))).toEqual([1, 2, 3]);
  expect(seqsOf(withNewest(undefined, page([], false)))).toEqual([]);
});
