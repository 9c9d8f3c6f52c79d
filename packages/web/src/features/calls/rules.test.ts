import { expect, test } from 'vitest';
import { clockOf, outcomeOf } from './rules.js';

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [750, '12:30'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, shown) => {
  expect(clockOf(seconds)).toBe(shown);
});

test('an outcome of a later version is unknown', () => {
  expect(outcomeOf({ outcome: 'refused' })).toBe('refused');
  expect(outcomeOf({ outcome: 'transferred' })).toBeUndefined();
  expect(outcomeOf({})).toBeUndefined();
});
