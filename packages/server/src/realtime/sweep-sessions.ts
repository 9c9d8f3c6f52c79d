import { findInvalidSessions } from '@kith/core/accounts';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from '../workers/periodic.js';

/** Looks for sessions of open sockets that other processes have revoked, and ends them. */
export function startSweepingSessions(deps: Deps, end: (sessionIds: ReadonlySet<string>) => void): Worker {
  return startPeriodic(deps, {
    everyMs: deps.timing.sweepEveryMs,
    failure: 'revoked sessions could not be looked up',
    trustsClock: false,
    round: async () => {
      const ids = new Set<string>();
      for (const { identity } of deps.hub.all()) if (identity) ids.add(identity.session.id);
      if (ids.size === 0) return;
      const dead = await findInvalidSessions(deps.db, [...ids]);
      deps.auth.forget(dead);
      end(new Set(dead));
    },
  });
}
