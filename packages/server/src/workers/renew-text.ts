import { renewNames } from '@kith/core/accounts';
import { renewRemarks } from '@kith/core/contacts';
import type { Deps } from '../app/compose.js';

const AGAIN_AFTER_MS = 60_000;

/**
 * Brings names and remarks that an older version stored to the form in which they are searched now, some at a time.
 * When all are, nothing is left to do until the next start. Answers a function that stops it.
 */
export function startRenewingText(deps: Deps): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function work(): Promise<void> {
    while (!isStopped && (await renewNames(deps.db)));
    while (!isStopped && (await renewRemarks(deps.db)));
  }

  function start(): Promise<void> {
    return work().catch((error: unknown) => {
      deps.log.warn({ err: error }, 'names could not be renewed');
      timer = setTimeout(() => (round = start()), AGAIN_AFTER_MS).unref();
    });
  }

  let round = start();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await round;
  };
}
