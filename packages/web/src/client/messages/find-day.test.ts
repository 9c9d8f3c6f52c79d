import type { realtime } from '@kith/contract';
import { expect, test } from 'vitest';
import { seqAtTime } from './find-day.js';

/** A conversation whose seqs have gaps, with an entry every ten milliseconds; asked in pages of five. */
function conversation(seqs: readonly number[]) {
  const entries = seqs.map((seq, index) => ({ seq, time: 10 * (index + 1) }) as realtime.Entry);
  let requests = 0;
  return {
    count: () => requests,
    sync: async (_: string, range: object) => {
      requests++;
      const after = 'after' in range ? Number(range.after) : 0;
      const rest = entries.filter(({ seq }) => seq > after);
      return { entries: rest.slice(0, 5), more: rest.length > 5 };
    },
  };
}

test('the first entry of a time is found, whatever is missing between the seqs', async () => {
  const seqs = Array.from({ length: 400 }, (_, index) => index + 1 + Math.floor(index / 7) * 3);
  const one = conversation(seqs);
  const find = (time: number) => seqAtTime(one, { listId: 'a', newest: seqs.at(-1)!, time });
  for (const [index, seq] of seqs.entries()) {
    expect(await find(10 * (index + 1))).toBe(seq);
    expect(await find(10 * (index + 1) - 3)).toBe(seq);
  }
  expect(await find(4001)).toBeUndefined();
  expect(one.count() / 801).toBeLessThan(10);
  expect(await seqAtTime(conversation([]), { listId: 'a', newest: 0, time: 1 })).toBeUndefined();
});
