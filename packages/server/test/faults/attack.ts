import { expect } from 'vitest';
import type { Kith, Person } from '../harness/kith.js';

/** Something that is done to the server again and again while a member uses it. */
export interface Attack {
  readonly name: string;
  /** One blow. Several run at the same time, each again as soon as it is over; what it throws counts for nothing. */
  readonly strike: (round: number) => Promise<unknown>;
  /** Cuts short what is still under way when nothing is measured any more. */
  readonly end?: () => void;
  /** How many run at the same time; 4 unless told. */
  readonly atOnce?: number;
  /** How much slower the member may be served at the 99th percentile: this many times the quiet one. */
  readonly factor: number;
}

/** What a member waits for `get/base`, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const CALLS = 60;
/** On a machine with other work a quiet call takes a few milliseconds or fifty; below this nobody feels a difference. */
const UNFELT_MS = 250;

/**
 * Measures a member's `get/base` while nothing else happens and while an attack runs, prints both on one line, and fails
 * when the attack is felt more than it may be.
 */
export async function endure(kith: Kith, member: Person, attack: Attack): Promise<void> {
  const quiet = await measure(kith, member);
  let isOver = false;
  const attackers = Array.from({ length: attack.atOnce ?? 4 }, async (_, i) => {
    for (let round = i; !isOver; round += attack.atOnce ?? 4)
      await attack.strike(round).catch(() => undefined);
  });
  const attacked = await measure(kith, member);
  isOver = true;
  attack.end?.();
  await Promise.all(attackers);
  const show = ({ p50, p99 }: Latency) => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  process.stdout.write(`get/base, quiet: ${show(quiet)}; under attack (${attack.name}): ${show(attacked)}\n`);
  expect(attacked.p99, attack.name).toBeLessThan(Math.max(UNFELT_MS, attack.factor * quiet.p99));
}

async function measure(kith: Kith, member: Person): Promise<Latency> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    const since = performance.now();
    const { body } = await kith.post('/im/get/base', { _token: member.token });
    times.push(performance.now() - since);
    expect(body.err).toBe(0);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
