import { spawnSync } from 'node:child_process';

/**
 * The current slowdown of this machine compared with an idle one, at least 1. Figures in milliseconds assume
 * an idle machine; other work may run on this one.
 */
export function measurePace(): number {
  const times = Array.from({ length: 3 }, () => {
    const since = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    return performance.now() - since;
  });
  return Math.max(1, times.reduce((sum, ms) => sum + ms) / times.length / IDLE_START_MS);
}

/** The time of an empty Node process. */
const IDLE_START_MS = 50;
