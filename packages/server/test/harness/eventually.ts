import { setTimeout as sleep } from 'node:timers/promises';
import { atPace } from './at-pace.js';

/**
 * Waits until something is true, looking again every few milliseconds; fails with what it waited for. `withinMs` is for
 * an idle machine.
 */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 5000,
): Promise<void> {
  const limitMs = atPace(withinMs);
  const end = performance.now() + limitMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Within ${limitMs} ms it did not happen: ${what}.`);
    await sleep(5);
  }
}
