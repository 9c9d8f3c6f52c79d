import { bounds } from '@kith/core/kernel';
import { collectFiles } from '@kith/core/media';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Removes files without references. */
export function startCollecting(deps: Deps): Worker {
  const { db, now, ports } = deps;
  return startPeriodic(deps, {
    job: 'collect_files',
    everyMs: 5_000,
    failure: 'unused files could not be removed',
    trustsClock: true,
    round: async () => {
      for (let i = 0; i < bounds.file.collectionsARound; i++)
        if (!(await collectFiles({ db, now, blobs: ports.blobs }))) return;
    },
  });
}
