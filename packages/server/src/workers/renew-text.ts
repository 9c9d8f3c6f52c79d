import { renewNames } from '@kith/core/accounts';
import { renewRemarks } from '@kith/core/contacts';
import type { Deps } from '../app/deps.js';
import type { Worker } from './periodic.js';

const RETRY_AFTER_MS = 60_000;

/**
 * Converts names and remarks that an older version stored to the current search form, in small batches. Runs once after
 * each start, or after the node has taken the job; a failure is retried.
 */
export function startRenewingText(deps: Deps): Worker {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const isAtWork = () => !isStopped && deps.jobs.holds('renew_text');

  async function work(): Promise<void> {
    while (isAtWork() && (await renewNames(deps.db)));
    while (isAtWork() && (await renewRemarks(deps.db)));
    if (!isStopped && !isAtWork()) tryLater();
  }

  function tryLater(): void {
    timer = setTimeout(() => {
      round = start();
    }, RETRY_AFTER_MS).unref();
  }

  function start(): Promise<void> {
    return work().catch((error: unknown) => {
      deps.log.warn({ err: error }, 'stored names could not be converted');
      tryLater();
    });
  }

  let round = start();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
