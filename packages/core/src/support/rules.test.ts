import { describe, expect, it } from 'vitest';
import type { AccountId } from '../kernel/index.js';
import { byWaiting, hasRoom, isOnDuty, pickAgent, servicePeriod } from './rules.js';

const agent = (id: number, load: number, isOnline = true) => ({ id: id as AccountId, load, isOnline });

describe('the agent of a customer', () => {
  it.each([
    ['nobody without candidates', [], null, undefined],
    ['the least busy', [agent(1, 2), agent(2, 1)], null, 2],
    ['the lowest id among equals', [agent(2, 1), agent(1, 1)], null, 1],
    ['an online agent, however busy', [agent(1, 0, false), agent(2, 9)], null, 2],
    ['the least busy when nobody is online', [agent(1, 3, false), agent(2, 1, false)], null, 2],
    ['not the previous agent', [agent(1, 0), agent(2, 9, false)], 1, 2],
    ['the previous agent if there is no other', [agent(1, 0)], 1, 1],
  ])('%s', (_what, agents, last, id) => expect(pickAgent(agents, last as AccountId | null)).toBe(id));
});

describe('the hours of an agent', () => {
  const hours = [
    { day: 1, from: 540, to: 1080 },
    { day: 1, from: 1200, to: 1440 },
    { day: 2, from: 0, to: 120 },
  ];
  it.each([
    // 2026-03-02 is a Monday.
    ['UTC', '2026-03-02T08:59:59', false],
    ['UTC', '2026-03-02T09:00:00', true],
    ['UTC', '2026-03-02T18:00:00', false],
    ['UTC', '2026-03-02T23:59:59', true],
    ['UTC', '2026-03-03T01:59:59', true],
    ['UTC', '2026-03-03T02:00:00', false],
    ['UTC', '2026-03-08T10:00:00', false],
    ['Asia/Taipei', '2026-03-02T01:00:00', true],
    ['Asia/Taipei', '2026-03-01T16:00:00', false],
    ['America/New_York', '2026-03-03T01:00:00', true],
  ])('in %s at %s', (timeZone, now, isOn) =>
    expect(isOnDuty({ hours, timeZone }, Date.parse(`${now}Z`))).toBe(isOn),
  );

  it('without hours are always, and without any never; a full agent has no room', () => {
    const always = { hours: null, timeZone: 'UTC', mostCustomers: 2 };
    expect(isOnDuty(always, 0)).toBe(true);
    expect(isOnDuty({ ...always, hours: [] }, 0)).toBe(false);
    expect([1, 2, 3].map((load) => hasRoom({ ...always, load }, 0))).toEqual([true, false, false]);
    expect(hasRoom({ ...always, mostCustomers: null, load: 999 }, 0)).toBe(true);
    expect(hasRoom({ ...always, hours: [], load: 0 }, 0)).toBe(false);
  });
});

describe('a service period', () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  it.each([
    ['09:00-18:00', 'UTC', '2026-03-02T08:59:59', false, '2026-03-02T09:00'],
    ['09:00-18:00', 'UTC', '2026-03-02T09:00:00', true, '2026-03-02T18:00'],
    ['09:00-18:00', 'UTC', '2026-03-02T18:00:00', false, '2026-03-03T09:00'],
    ['09:00-18:00', 'Asia/Shanghai', '2026-03-02T01:30:10', true, '2026-03-02T10:00'],
    ['22:00-06:00', 'UTC', '2026-03-02T23:00:00', true, '2026-03-03T06:00'],
    ['22:00-06:00', 'UTC', '2026-03-02T05:59:00', true, '2026-03-02T06:00'],
    ['22:00-06:00', 'UTC', '2026-03-02T12:00:00', false, '2026-03-02T22:00'],
    ['', 'UTC', '2026-03-02T12:00:00', true, '2026-03-03T00:00'],
    ['', 'Asia/Shanghai', '2026-03-02T12:00:00', true, '2026-03-02T16:00'],
    ['08:00-08:00', 'UTC', '2026-03-02T00:00:00', true, '2026-03-03T00:00'],
    // A day of 23 hours: at 02:00 the clocks show 03:00.
    ['09:00-18:00', 'America/New_York', '2027-03-14T05:30:00', false, '2027-03-14T13:00'],
    ['22:00-06:00', 'America/New_York', '2027-03-14T04:00:00', true, '2027-03-14T10:00'],
    ['', 'America/New_York', '2027-03-14T05:30:00', true, '2027-03-15T04:00'],
    // A day of 25 hours: at 02:00 the clocks show 01:00 again.
    ['09:00-18:00', 'America/New_York', '2026-11-01T04:30:00', false, '2026-11-01T14:00'],
    ['', 'America/New_York', '2026-11-01T04:30:00', true, '2026-11-02T05:00'],
    ['01:15-01:45', 'America/New_York', '2026-11-01T05:30:00', true, '2026-11-01T05:45'],
    ['01:15-01:45', 'America/New_York', '2026-11-01T06:30:00', true, '2026-11-01T06:45'],
  ])('of %j in %s at %s', (hours, zone, now, isOpen, endsAt) =>
    expect(servicePeriod(hours, zone, at(now))).toEqual({ isOpen, endsAt: at(endsAt) }),
  );
});

it('the longest wait comes first, then the newest message', () => {
  const rows = [
    { unread: 0, lastSentAt: 5 },
    { unread: 2, lastSentAt: 9 },
    { unread: 0, lastSentAt: 8 },
    { unread: 1, lastSentAt: 3 },
  ];
  expect(rows.sort(byWaiting).map((row) => row.lastSentAt)).toEqual([3, 9, 8, 5]);
});
