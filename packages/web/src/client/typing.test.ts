import { expect, test, vi } from 'vitest';
import { createTyping } from './typing.js';

test('somebody writes until the message comes, or nothing for six seconds', () => {
  vi.useFakeTimers();
  const typing = createTyping({ realtime: { typing: () => undefined } });
  const writers = () => typing.store.getState()['a'] ?? [];
  typing.note('a', 2, true);
  typing.note('a', 3, true);
  typing.note('b', 4, true);
  expect(writers()).toEqual([2, 3]);
  typing.note('a', 2, false);
  vi.advanceTimersByTime(5000);
  typing.note('a', 3, true);
  vi.advanceTimersByTime(5000);
  expect(writers()).toEqual([3]);
  vi.advanceTimersByTime(1000);
  expect(writers()).toEqual([]);
  vi.useRealTimers();
});

test('others are told at most once in three seconds, for each conversation', () => {
  const told: string[] = [];
  let now = 0;
  const typing = createTyping({ realtime: { typing: (to) => void told.push(to) }, now: () => now });
  for (now = 0; now < 6000; now += 100) typing.tell('a');
  typing.tell('b');
  expect(told).toEqual(['a', 'a', 'b']);
});
