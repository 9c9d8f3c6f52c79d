import { expect, inject } from 'vitest';
import { measurePace } from './pace.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** How much slower the machine was at the start of the run than an idle one. */
    pace: number;
  }
}

/**
 * How long something may take on this machine that takes at most `ms` on an idle one. It is for limits that end what
 * hangs, and for periods that tests choose; what the product promises is held with `expectWithin`.
 */
export function atPace(ms: number): number {
  return Math.round(ms * inject('pace'));
}

/** A period of the product, for tests that wait for it: divided on an idle machine, less so on a busy one. */
export function shortened(ms: number, divisor: number): number {
  return Math.min(ms, atPace(ms / divisor));
}

/** Requires that something took no longer than the product promises on an idle machine, at the pace of this moment. */
export function expectWithin(promisedMs: number, tookMs: number): void {
  // Measuring the machine takes a while, so it happens only where it matters.
  const pace = tookMs < promisedMs ? 1 : measurePace();
  expect(tookMs).toBeLessThan(promisedMs * pace);
}
