import { expect, it } from 'vitest';
import type { AccountId } from '../kernel/index.js';
import { isRepeat } from './rules.js';

it('a repeat is a request for the same call by the same account while it rings', () => {
  const live = { listId: 'a', callerId: 1 as AccountId, medium: 'voice', state: 'ringing' } as const;
  expect(isRepeat(live, live)).toBe(true);
  expect(isRepeat({ ...live, state: 'active' }, live)).toBe(false);
  expect(isRepeat({ ...live, callerId: 2 as AccountId }, live)).toBe(false);
  expect(isRepeat({ ...live, listId: 'b' }, live)).toBe(false);
  expect(isRepeat({ ...live, medium: 'video' }, live)).toBe(false);
});
