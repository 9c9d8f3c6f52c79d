import { expect, it } from 'vitest';
import { wording } from './wording.js';

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
  expect(wording.callResult(outcome, durationMs)).toBe(text),
);
