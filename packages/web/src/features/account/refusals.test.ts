import { RealtimeError } from '@kith/sdk';
import { expect, test } from 'vitest';
import { keyOfError, Refused } from './refusals.js';

test.each([
  ['forbidden', 'notAllowed'],
  ['not_found', 'unreachable'],
  ['muted', 'muted'],
  ['too_many_requests', 'tooOften'],
  ['unavailable', 'busy'],
  ['closed', 'offline'],
  ['of a later version', 'other'],
])('the code %s of kith.v1 reads %s', (code, key) => {
  expect(keyOfError(new RealtimeError(code, 'for logs'))).toBe(key);
});

test('who is blocked reads the same as who is hidden, or gone', () => {
  const keys = ['blocked', 'not_friends', 'not_found'].map((code) => keyOfError(new RealtimeError(code, '')));
  expect(new Set(keys).size).toBe(1);
});

test('only a server that did not answer cannot be reached', () => {
  expect(keyOfError(new TypeError('Failed to fetch'))).toBe('offline');
  expect(keyOfError(new Refused('The sentence.'))).toBeUndefined();
});
