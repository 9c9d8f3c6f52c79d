import { expect, test } from 'vitest';
import { barsOf, peaksOf } from './peaks.js';

test('a recording of any length has forty steps, the loudest of them 100', () => {
  const short = peaksOf([0.1, 0.2]);
  expect([short.slice(0, 20), short.slice(20)]).toEqual([Array(20).fill(50), Array(20).fill(100)]);
  const long = peaksOf(Array.from({ length: 1001 }, (_, at) => at / 1000));
  expect(long).toHaveLength(40);
  expect(long.toSorted((a, b) => a - b)).toEqual(long);
  expect([long[0], long.at(-1)]).toEqual([3, 100]);
  expect(new Set(peaksOf([0, 0]))).toEqual(new Set([0]));
  expect(peaksOf([])).toEqual([]);
});

test('whatever another client sends as steps is shown as bars', () => {
  expect(barsOf([0, 50, 900, -3, 'x', null])).toEqual([0, 0.5, 1, 0]);
  for (const none of [undefined, 'x', [], [{}], 7]) expect(new Set(barsOf(none))).toEqual(new Set([0.25]));
});
