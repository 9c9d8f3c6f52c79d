import { bounds } from '@kith/core/kernel';
import type { Deps } from './deps.js';
import { askDatabaseStart } from '../adapters/postgres/pool.js';

/** How the server stands. It is ready while it can read, also when nothing can be stored. */
export interface Readiness {
  readonly isReady: boolean;
  /** When the database was started, in milliseconds; undefined while it does not answer. */
  readonly databaseStartedAt: number | undefined;
  readonly isStoring: boolean;
}

/** Finds out how the server stands, within a second. */
export function makeReadiness(deps: Pick<Deps, 'db' | 'storing'>): () => Promise<Readiness> {
  // One question at a time: while the database hangs, those who ask must not take all of its connections.
  let question: Promise<number | undefined> | undefined;
  const askDatabase = (): Promise<number | undefined> =>
    (question ??= askDatabaseStart(deps.db)
      .catch(() => undefined)
      .finally(() => {
        question = undefined;
      }));

  return async () => {
    const databaseStartedAt = await Promise.race([
      askDatabase(),
      new Promise<undefined>((done) => setTimeout(done, bounds.connection.readyWithinMs, undefined).unref()),
    ]);
    return {
      isReady: databaseStartedAt !== undefined,
      databaseStartedAt,
      isStoring: deps.storing.isPossible(),
    };
  };
}
