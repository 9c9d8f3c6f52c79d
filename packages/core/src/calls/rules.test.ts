import { expect, it } from 'vitest';
import type { AccountId } from '../kernel/index.js';
import { isRepeat, resultText } from './rules.js';

it.each([
  ['completed', 0, '通话时长 00:00'],
  ['completed', 65_999, '通话时长 01:05'],
  ['completed', 3_599_000, '通话时长 59:59'],
  ['completed', 3_665_000, '通话时长 1:01:05'],
  ['cancelled', 0, '已取消'],
  ['refused', 0, '已拒绝'],
  ['missed', 0, '未接听'],
  ['busy', 0, '忙线未接听'],
] as const)('%s after %i ms reads %s', (outcome, durationMs, text) =>
  expect(resultText(outcome, durationMs)).toBe(text),
);

it('a repeat is a request for the same call by the same account while it rings', () => {
  const live = { listId: 'a', callerId: 1 as AccountId, medium: 'voice', state: 'ringing' } as const;
  expect(isRepeat(live, live)).toBe(true);
  expect(isRepeat({ ...live, state: 'active' }, live)).toBe(false);
  expect(isRepeat({ ...live, callerId: 2 as AccountId }, live)).toBe(false);
  expect(isRepeat({ ...live, listId: 'b' }, live)).toBe(false);
  expect(isRepeat({ ...live, medium: 'video' }, live)).toBe(false);
});
