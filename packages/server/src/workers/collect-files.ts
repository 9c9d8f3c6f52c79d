import { bounds } from '@kith/core/kernel';
import { collectFiles } from '@kith/core/media';
import type { Deps } from '../app/compose.js';

const EVERY_MS = 5000;

/** Removes files that nothing holds any more, soon after it. Answers a function that stops it. */
export function startCollecting(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;

  async function work(): Promise<void> {
    const { db, now, ports } = deps;
    for (let i = 0; i < bounds.file.collectionsARound; i++)
      if (!(await collectFiles({ db, now, blobs: ports.blobs }))) return;
  }

  const timer = setInterval(() => {
    if (deps.clock.isInDoubt()) return;
    round ??= work()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'files could not be removed'))
      .finally(() => (round = undefined));
  }, EVERY_MS).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
