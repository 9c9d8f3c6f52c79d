import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../kernel/index.js';
import { dailyLimit } from './quota-rules.js';

const nobody = { isVip: false };
const vip = { isVip: true, plan: { tickets: 20 } };

describe('dailyLimit', () => {
  it.each([
    ['ticket', 10, null],
    ['wave', 30, 100],
    ['super_wave', 1, 5],
    ['stranger_key', 3, null],
  ] as const)('%s: %i a day, with VIP %s', (quota, free, withVip) => {
    expect(dailyLimit(defaultSettings, quota, nobody, 0)).toBe(free);
    expect(dailyLimit(defaultSettings, quota, vip, 0)).toBe(withVip);
  });

  it('a tenant may give all users unlimited tickets, or VIPs those of their plan', () => {
    expect(dailyLimit({ ...defaultSettings, ticketsPerDay: -1 }, 'ticket', nobody, 3)).toBeNull();
    expect(dailyLimit({ ...defaultSettings, vipUnlimitedTickets: false }, 'ticket', vip, 0)).toBe(20);
    expect(dailyLimit({ ...defaultSettings, ticketsPerDay: 0 }, 'ticket', nobody, 0)).toBe(0);
  });

  it('every trusted report halves the limits that affect others, down to one, but not keys', () => {
    expect([0, 1, 2, 3, 4, 99].map((n) => dailyLimit(defaultSettings, 'ticket', nobody, n))).toEqual([
      10, 5, 2, 1, 1, 1,
    ]);
    expect(dailyLimit(defaultSettings, 'super_wave', nobody, 2)).toBe(1);
    expect(dailyLimit(defaultSettings, 'stranger_key', nobody, 9)).toBe(3);
  });
});
