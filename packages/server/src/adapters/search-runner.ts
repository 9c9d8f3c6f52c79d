import { bounds, DomainError } from '@kith/core/kernel';
import type { Tables } from '@kith/core/db';
import type { SearchRunner } from '@kith/core/ports';
import type { Kysely } from 'kysely';
import { makeFairQueue } from './fair-queue.js';

/** PostgreSQL cancelled a statement that took too long. */
const QUERY_CANCELED = '57014';

/** Runs searches on a small pool of their own, scheduled fairly between accounts. */
export function makeSearchRunner(db: Kysely<Tables>): SearchRunner {
  const inTurn = makeFairQueue({
    atOnce: bounds.search.atOnce,
    waiting: bounds.search.waiting,
    waitingForEach: bounds.search.waitingForEach,
  });
  return {
    run: (requester, search) =>
      inTurn(requester, async () => {
        try {
          return await search(db);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === QUERY_CANCELED)) throw error;
          throw new DomainError('unavailable', undefined, { retryMs: bounds.search.timeoutMs });
        }
      }),
  };
}
