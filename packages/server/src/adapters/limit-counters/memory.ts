import type { Counter, MakeCounter, Refusal } from './counter.js';

/** The points of a key in one window. */
export interface Window {
  taken: number;
  /** As of `performance.now()`. */
  readonly endsAt: number;
}

/** Counts in the memory of this process. */
export const makeMemoryCounter: MakeCounter = ({ points, seconds }) => new MemoryCounter(points, seconds);

/**
 * Without promises and timers, because each message takes points of two counters. Windows that have ended are removed
 * when another one begins.
 */
export class MemoryCounter implements Counter {
  readonly points: number;
  readonly #lengthMs: number;
  /** All are equally long, so the first one ends first. */
  readonly #windows = new Map<string, Window>();

  constructor(points: number, seconds: number) {
    this.points = points;
    this.#lengthMs = seconds * 1000;
  }

  take(key: string, points: number): Refusal | undefined {
    return this.refusalOf(this.add(key, points));
  }

  takeOne(key: string): number {
    return this.add(key, 1).taken;
  }

  refund(key: string): void {
    const window = this.#windows.get(key);
    if (window && window.taken > 0) window.taken--;
  }

  /** Adds points of a key. A new window ends after `leftMs`. */
  add(key: string, points: number, leftMs = this.#lengthMs): Window {
    const now = performance.now();
    let window = this.#windows.get(key);
    if (!window || window.endsAt <= now) {
      this.#removeEnded(now);
      window = { taken: 0, endsAt: now + leftMs };
      this.#windows.set(key, window);
    }
    window.taken += points;
    return window;
  }

  refusalOf({ taken, endsAt }: Window): Refusal | undefined {
    return taken > this.points ? { retryMs: Math.max(1, Math.ceil(endsAt - performance.now())) } : undefined;
  }

  /** The number of keys in memory. */
  size(): number {
    return this.#windows.size;
  }

  #removeEnded(now: number): void {
    for (const [key, { endsAt }] of this.#windows) {
      if (endsAt > now) return;
      this.#windows.delete(key);
    }
  }
}
