import { expect, test } from 'vitest';
import {
  bringBack,
  change,
  confirm,
  decide,
  emptyQueue,
  isPauseDue,
  neighbour,
  open,
  withPage,
  type Item,
  type Queue,
} from './queue.js';

const EMPTY = emptyQueue<Item>((a, b) => a.id - b.id);
const page = (ids: readonly number[], next?: number) => ({
  rows: ids.map((id): Item => ({ id })),
  waiting: 100,
  oldestAt: 1,
  ...(next !== undefined && { next }),
});
const first = { after: undefined, startedAt: 10 };
const idsOf = ({ items }: Queue<Item>) => items.map(({ id }) => id);

test('a page renews what it covers, keeps what is open, and continues where pages end', () => {
  let queue = withPage(EMPTY, page([1, 2, 3], 3), first);
  expect([idsOf(queue), queue.openId, queue.end?.next]).toEqual([[1, 2, 3], 1, 3]);
  queue = withPage(queue, page([4, 5]), { after: queue.end, startedAt: 11 });
  expect([idsOf(queue), queue.end?.next]).toEqual([[1, 2, 3, 4, 5], undefined]);
  // Somebody else has decided 1 and 2; 1 is open here.
  queue = withPage(queue, page([3], 3), { after: undefined, startedAt: 12 });
  expect([idsOf(queue), queue.end?.next]).toEqual([[1, 3, 4, 5], undefined]);
});

test('a decision takes the item out at once, and pages that were asked for before its confirmation do not bring it back', () => {
  let queue = decide(open(withPage(EMPTY, page([1, 2, 3]), first), 2), [2]);
  expect([idsOf(queue), queue.openId, queue.waiting]).toEqual([[1, 3], 3, 99]);
  queue = withPage(queue, page([1, 2, 3]), { after: undefined, startedAt: 20 });
  expect([idsOf(queue), queue.waiting]).toEqual([[1, 3], 99]);
  queue = confirm(queue, [2], 30);
  expect(idsOf(withPage(queue, page([1, 2, 3]), { after: undefined, startedAt: 29 }))).toEqual([1, 3]);
  // Taken back by somebody else meanwhile.
  expect(idsOf(withPage(queue, page([1, 2, 3]), { after: undefined, startedAt: 31 }))).toEqual([1, 2, 3]);
});

test('the next item is one that nobody else looks at', () => {
  const lease = { name: 'tom', isOwn: false, until: 1 };
  let queue = change(withPage(EMPTY, page([1, 2, 3, 4]), first), 2, { lease });
  queue = change(queue, 4, { lease: { ...lease, isOwn: true } });
  expect(decide(queue, [1]).openId).toBe(3);
  expect(decide(open(queue, 3), [3]).openId).toBe(4);
  expect(decide(open(queue, 4), [4]).openId).toBe(1);
  expect(decide(queue, [1, 3, 4]).openId).toBe(2);
  expect(decide(queue, [1, 2, 3, 4]).openId).toBeUndefined();
  expect([neighbour(queue, 1), neighbour(queue, -1)]).toEqual([2, 1]);
});

test('a refused decision brings the item back with its note, and one that no longer waits is left for good', () => {
  const stale = { error: 'stale', isGone: true };
  let queue = bringBack(decide(withPage(EMPTY, page([1, 2]), first), [1]), [{ id: 1 }], stale);
  expect([idsOf(queue), queue.openId, queue.waiting]).toEqual([[1, 2], 2, 100]);
  expect(queue.notes.get(1)).toEqual(stale);
  // Another page says that it does wait.
  expect(withPage(queue, page([1, 2]), { after: undefined, startedAt: 20 }).notes.get(1)?.isGone).toBe(false);
  queue = withPage(queue, page([2]), { after: undefined, startedAt: 20 });
  expect(idsOf(queue)).toEqual([1, 2]);
  queue = open(open(queue, 1), 2);
  expect([idsOf(queue), queue.notes.size]).toEqual([[2], 0]);
});

test('a pause is due after many decisions, and after a long time with some', () => {
  expect([99, 100].map((decided) => isPauseDue({ decided, ms: 60_000 }))).toEqual([false, true]);
  expect([0, 1].map((decided) => isPauseDue({ decided, ms: 50 * 60_000 }))).toEqual([false, true]);
});

test('a queue has an order of its own, and its pages end at any of its places', () => {
  interface Weighed extends Item {
    readonly weight: number;
  }
  const weighed = (id: number, weight: number): Weighed => ({ id, weight });
  const heavy = emptyQueue<Weighed>((a, b) => b.weight - a.weight || b.id - a.id);
  const more = { waiting: 4, oldestAt: 1 };
  const idsNow = ({ items }: Queue<Weighed>) => items.map(({ id }) => id);
  let queue = withPage(heavy, { ...more, rows: [weighed(7, 3), weighed(2, 1)], next: '1/2' }, first);
  const rows = [weighed(1, 1), weighed(9, 0.5)];
  queue = withPage(queue, { ...more, rows }, { after: queue.end, startedAt: 11 });
  expect([idsNow(queue), queue.end]).toEqual([[7, 2, 1, 9], undefined]);
  // 9 is reported again and is the heaviest now; somebody has decided about 2, which is open here, and about 1.
  queue = open(queue, 2);
  queue = withPage(
    queue,
    { ...more, rows: [weighed(9, 4), weighed(7, 3)] },
    { after: undefined, startedAt: 12 },
  );
  expect(idsNow(queue)).toEqual([9, 7, 2]);
});
