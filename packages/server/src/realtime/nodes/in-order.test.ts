import { bounds } from '@kith/core/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeInOrder } from './in-order.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream of which the database has `stored` items, and what is shown of it. */
function stream({ stored = 100, start = 0 }: { stored?: number; start?: number } = {}) {
  const shown: number[] = [];
  const asked: number[] = [];
  let failures = 0;
  const order = makeInOrder<{ id: number }, number>({
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    earlyForMs: bounds.bus.earlyForMs,
    show: (item) => shown.push(item),
    isAwaited: () => true,
    findStart: () => Promise.resolve(start),
    showMissed: (_, after) => {
      asked.push(after);
      if (failures-- > 0) return Promise.reject(new Error('The database is away.'));
      for (let seq = after + 1; seq <= stored; seq++) shown.push(seq);
      return Promise.resolve(stored);
    },
  });
  return {
    shown,
    asked,
    waiting: () => order.waiting(),
    take: (...seqs: number[]) => seqs.forEach((seq) => order.take({ id: 7 }, seq, seq)),
    note: (after: number, upTo: number) => order.note({ id: 7 }, { after, upTo }),
    fail: (times: number) => (failures = times),
  };
}

const patience = () => vi.advanceTimersByTimeAsync(bounds.bus.earlyForMs);

test('what arrives in order is shown at once, and what is doubled is shown once', () => {
  const { shown, take, asked } = stream();
  take(1, 2, 2, 3, 1, 3);
  expect(shown).toEqual([1, 2, 3]);
  expect(asked).toEqual([]);
});

test('what is early waits for its predecessor', async () => {
  const { shown, take, asked, waiting } = stream();
  take(1, 3, 4);
  expect(shown).toEqual([1]);
  expect(waiting()).toBe(1);
  take(2);
  expect(shown).toEqual([1, 2, 3, 4]);
  await patience();
  expect(asked).toEqual([]);
  expect(waiting()).toBe(0);
});

test('a predecessor that does not come in time is read from the database, and is not shown again when it comes', async () => {
  const { shown, take, asked } = stream({ stored: 5 });
  take(1, 4);
  await patience();
  expect(asked).toEqual([1]);
  expect(shown).toEqual([1, 2, 3, 4, 5]);
  take(2, 3, 5, 6);
  expect(shown).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what arrives while the database is asked waits, also when the database fails', async () => {
  const { shown, take, asked, fail } = stream({ stored: 5 });
  fail(1);
  take(1, 3);
  await patience();
  take(4, 5);
  expect(shown).toEqual([1]);
  await vi.advanceTimersByTimeAsync(bounds.bus.askEveryMs);
  expect(asked).toEqual([1, 1]);
  expect(shown).toEqual([1, 2, 3, 4, 5]);
});

test('of a stream not heard before, the database tells whether earlier items are on their way', async () => {
  const quiet = stream({ start: 8 });
  quiet.take(9);
  await vi.advanceTimersByTimeAsync(1);
  expect(quiet.shown).toEqual([9]);
  const busy = stream({ start: 6 });
  busy.take(9, 8);
  await vi.advanceTimersByTimeAsync(1);
  expect(busy.shown).toEqual([]);
  busy.take(7);
  expect(busy.shown).toEqual([7, 8, 9]);
});

test('what the database knows and nobody announced is shown after a moment', async () => {
  const { shown, take, note } = stream({ stored: 3 });
  take(1);
  note(0, 3);
  expect(shown).toEqual([1]);
  await patience();
  expect(shown).toEqual([1, 2, 3]);
  note(0, 3);
  await patience();
  expect(shown).toEqual([1, 2, 3]);
});

test('of very many early items only some are kept, and the rest is read', async () => {
  const { shown, take } = stream({ stored: 3000 });
  take(1);
  for (let seq = 3; seq <= 3000; seq++) take(seq);
  await patience();
  expect(shown).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
});
