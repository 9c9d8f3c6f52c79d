import { expect, it } from 'vitest';
import type { AccountId, TenantId } from '../kernel/index.js';
import { isAbandoned, isRepeat } from './rules.js';

it('a repeat is a request for the same call by the same account while it rings', () => {
  const live = { listId: 'a', callerId: 1 as AccountId, medium: 'voice', state: 'ringing' } as const;
  expect(isRepeat(live, live)).toBe(true);
  expect(isRepeat({ ...live, state: 'active' }, live)).toBe(false);
  expect(isRepeat({ ...live, callerId: 2 as AccountId }, live)).toBe(false);
  expect(isRepeat({ ...live, listId: 'b' }, live)).toBe(false);
  expect(isRepeat({ ...live, medium: 'video' }, live)).toBe(false);
});

it('a ringing call depends on the device that calls, a running one on the devices of both', () => {
  const [callerId, calleeId] = [1 as AccountId, 2 as AccountId];
  const call = { tenantId: 1 as TenantId, id: 7, callerId, calleeId, callerSession: 'a' };
  const at = (now: number, ...online: AccountId[]) => ({
    now,
    isOnline: (id: AccountId) => online.includes(id),
  });
  const ringing = { ...call, state: 'ringing', callerSeenAt: 1_000 } as const;
  expect(isAbandoned(ringing, at(4_000))).toBe(false);
  expect(isAbandoned(ringing, at(4_001, callerId, calleeId))).toBe(true);
  expect(isAbandoned({ ...ringing, callerSeenAt: null }, at(90_000))).toBe(false);
  const active = { ...ringing, state: 'active' } as const;
  expect(isAbandoned(active, at(90_000, callerId))).toBe(false);
  expect(isAbandoned(active, at(90_000, calleeId))).toBe(false);
  expect(isAbandoned(active, at(1_000))).toBe(true);
});
