import { afterEach, expect, test, vi } from 'vitest';
import { clock, noteServerTime, serverNow } from './clock.js';

afterEach(() => void vi.useRealTimers());

test('a clock that is wrong by more than two minutes is not believed, until it is set right', () => {
  vi.useFakeTimers({ now: 10_000_000 });
  for (const [serverTime, isBelieved] of [
    [10_000_000 + 120_000, true],
    [10_000_000 + 120_001, false],
    [10_000_000 - 119_000, true],
    [10_000_000 - 3_600_000, false],
    [10_000_000, true],
  ] as const) {
    noteServerTime(serverTime);
    expect(serverNow()).toBe(isBelieved ? 10_000_000 : serverTime);
    expect(clock.getState().behindMs === 0).toBe(isBelieved);
  }
});
