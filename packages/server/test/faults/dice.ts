import { appendFileSync } from 'node:fs';

/** Random numbers that a seed reproduces: `KITH_FAULTS_SEED` repeats a failed run. */
export interface Dice {
  readonly seed: number;
  /** From `low` up to but excluding `high`. */
  between(low: number, high: number): number;
  pick<T>(of: readonly T[]): T;
}

export function throwDice(
  seed = Number(process.env['KITH_FAULTS_SEED']) || Date.now() % 1_000_000_000,
): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + next() * (high - low);
  return { seed, between, pick: (of) => of[Math.floor(between(0, of.length))]! };
}

/** `KITH_FAULTS=long` breaks more, for longer, under more load. */
export const isLong = process.env['KITH_FAULTS'] === 'long';

/** An installation under load: the full numbers are more than ten accounts may send. */
export const UNDER_LOAD: { readonly settings: Readonly<Record<string, string>> } = {
  settings: isLong ? { KITH_LIMIT_FACTOR: '10' } : {},
};

/** Prints a measured figure with the test's result; `npm run test:faults` collects them. */
export function report(line: string): void {
  process.stdout.write(`  faults: ${line}\n`);
  const collected = process.env['KITH_FAULTS_FIGURES'];
  if (collected) appendFileSync(collected, `${line}\n`);
}
