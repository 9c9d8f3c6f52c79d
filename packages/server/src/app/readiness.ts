import { bounds } from '@kith/core/kernel';
import type { Deps } from './deps.js';
import { readDatabaseStart } from '../adapters/postgres/pool.js';

/** The state of the server. It is ready while it can read, even if it cannot store, until it begins to stop. */
export interface Readiness {
  readonly isReady: boolean;
  /** The node stops, and no new work should come here. */
  readonly isDraining: boolean;
  /** When the database was started, in milliseconds; undefined while it does not respond. */
  readonly databaseStartedAt: number | undefined;
  readonly isStoring: boolean;
}

/** Determines the state of the server within a second. */
export function makeReadiness(
  deps: Pick<Deps, 'db' | 'writeHealth'>,
  isDraining: () => boolean,
): () => Promise<Readiness> {
  // Share one query: while the database hangs, probes must not take all its connections.
  let question: Promise<number | undefined> | undefined;
  const askDatabase = (): Promise<number | undefined> =>
    (question ??= readDatabaseStart(deps.db)
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
      isReady: databaseStartedAt !== undefined && !isDraining(),
      isDraining: isDraining(),
      databaseStartedAt,
      isStoring: deps.writeHealth.isPossible(),
    };
  };
}
