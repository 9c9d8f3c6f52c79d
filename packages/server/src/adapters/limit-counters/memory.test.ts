import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryCounter } from './memory.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

test('a key has its points once in each window, which begins with the first action', () => {
  const counter = new MemoryCounter(3, 10);
  vi.advanceTimersByTime(5_000);
  expect([counter.take('ada', 2), counter.take('ada', 1)]).toEqual([undefined, undefined]);
  vi.advanceTimersByTime(4_000);
  expect(counter.take('ada', 1)).toEqual({ retryMs: 6_000 });
  expect(counter.take('bo', 1)).toBeUndefined();
  vi.advanceTimersByTime(6_000);
  expect(counter.take('ada', 3)).toBeUndefined();
});

test('a point that is given back can be taken again, and no more than were taken', () => {
  const counter = new MemoryCounter(2, 10);
  for (const _ of [1, 2, 3]) counter.refund('ada');
  counter.take('ada', 2);
  counter.refund('ada');
  expect([counter.take('ada', 1), counter.take('ada', 1)]).toEqual([undefined, { retryMs: 10_000 }]);
});

test('windows that have ended do not stay in memory', () => {
  const counter = new MemoryCounter(1, 10);
  for (const key of ['ada', 'bo']) counter.take(key, 1);
  vi.advanceTimersByTime(5_000);
  counter.take('cy', 1);
  expect(counter.size()).toBe(3);
  vi.advanceTimersByTime(5_000);
  counter.take('ada', 1);
  expect(counter.size()).toBe(2);
});
