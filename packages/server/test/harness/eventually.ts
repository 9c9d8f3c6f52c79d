import { setTimeout as sleep } from 'node:timers/promises';
import { atPace } from './at-pace.js';

/**
 * Waits until something is true, looking again after some milliseconds, and less often the longer it takes: what it looks
 * at costs requests and statements. Fails with what it waited for. `withinMs` is for an idle machine.
 */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 5000,
): Promise<void> {
  const limitMs = atPace(withinMs);
  const end = performance.now() + limitMs;
  for (let pauseMs = 4; !(await isTrue()); pauseMs = Math.min(pauseMs * 1.25, 25)) {
    if (performance.now() > end) throw new Error(`Within ${limitMs} ms it did not happen: ${what}.`);
    await sleep(pauseMs);
  }
}
