import { expect } from 'vitest';
import type { Kith, Person } from '../harness/kith.js';

/** An action that is repeated against the server while a member uses it. */
export interface Attack {
  readonly name: string;
  /** One attempt. Several run in parallel, each repeats when it has finished; its exceptions are ignored. */
  readonly strike: (round: number) => Promise<unknown>;
  /** Aborts running attempts after the measurement. */
  readonly end?: () => void;
  /** The number of parallel attempts; 4 by default. */
  readonly atOnce?: number;
  /** The allowed slowdown of the member at the 99th percentile, as a multiple of the quiet time. */
  readonly factor: number;
}

/** The member's response times of `get/base`, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const CALLS = 60;
/** On a busy machine a quiet call takes from a few to fifty milliseconds; smaller times are ignored. */
const UNFELT_MS = 250;

/**
 * Measures a member's `get/base` without and during an attack, prints both on one line, and fails
 * if the attack slows it down more than allowed.
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
