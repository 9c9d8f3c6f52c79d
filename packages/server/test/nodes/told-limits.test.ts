import { DomainError } from '@kith/core/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeToldCounters } from '../../src/adapters/limit-counters/told.js';
import { defaultLimits, makeRateLimiter } from '../../src/adapters/rate-limits.js';
import { gatherLines } from '../../src/realtime/nodes/gather-lines.js';
import { makeMemoryBus } from './memory-bus.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeNodes(count: number) {
  const connect = makeMemoryBus();
  return Array.from({ length: count }, () => {
    const bus = connect();
    const limits = makeRateLimiter({ makeCounter: makeToldCounters(gatherLines(bus, 'limits')) });
    bus.join();
    return { bus, limits };
  });
}

type Node = ReturnType<typeof makeNodes>[number];

/** Whether an action is allowed. */
async function may({ limits }: Node, key = 'ada'): Promise<boolean> {
  try {
    await limits.consume('message', key);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return false;
  }
}

test('an account with sockets at three nodes sends little more than at one', async () => {
  const nodes = makeNodes(3);
  const { points } = defaultLimits.message;
  let allowed = 0;
  for (let i = 0; i < 2 * points; i++) {
    for (const node of nodes) if (await may(node)) allowed++;
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(allowed).toBeGreaterThanOrEqual(points);
  expect(allowed).toBeLessThanOrEqual(points * (1 + 2 / 8) + 3 * (200 / 5));
});

test('a burst at two nodes at once uses the limit of each, and then a third one lets nothing through either', async () => {
  const nodes = makeNodes(3);
  const [a, b] = nodes;
  const { points, seconds } = defaultLimits.message;
  for (let i = 0; i < points; i++) for (const node of [a!, b!]) expect(await may(node)).toBe(true);
  for (let ms = 0; ms < (seconds - 1) * 1000; ms += 500) {
    await vi.advanceTimersByTimeAsync(500);
    for (const node of nodes) expect(await may(node)).toBe(false);
  }
});

test('the windows of all nodes end together', async () => {
  const [a, b] = makeNodes(2);
  const { points, seconds } = defaultLimits.message;
  await may(a!);
  await vi.advanceTimersByTimeAsync((seconds - 1) * 1000);
  for (let i = 1; i < points; i++) await may(a!);
  await vi.advanceTimersByTimeAsync(200);
  // Almost everything is told, so b refuses soon.
  let allowed = 0;
  while (await may(b!)) allowed++;
  expect(allowed).toBeLessThanOrEqual(points / 8);
  await vi.advanceTimersByTimeAsync(1000);
  expect([await may(a!), await may(b!)]).toEqual([true, true]);
});

test('keys that use little are never told', async () => {
  const [a] = makeNodes(2);
  for (let key = 0; key < 100; key++) for (let i = 0; i < 40; i++) await may(a!, String(key));
  await vi.advanceTimersByTimeAsync(1000);
  expect(a!.bus.sent).toEqual([]);
});
