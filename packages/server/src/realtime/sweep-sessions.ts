import { findInvalidSessions, findSessionEnds } from '@kith/core/accounts';
import { bounds } from '@kith/core/kernel';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from '../workers/periodic.js';

/**
 * Ends the sockets of sessions that other processes have ended. Each round asks for the sessions that ended since the
 * previous one, whatever the number of sockets; now and then a round checks all sessions of this node.
 */
export function startSweepingSessions(deps: Deps, end: (sessionIds: ReadonlySet<string>) => void): Worker {
  /** The database's time of the last round. */
  let mark: number | undefined;
  let allCheckedAt = performance.now();

  function localSessions(): Set<string> {
    const ids = new Set<string>();
    for (const { identity } of deps.hub.all()) if (identity) ids.add(identity.session.id);
    return ids;
  }

  async function endInvalid(ids: readonly string[]): Promise<void> {
    for (let i = 0; i < ids.length; i += bounds.queue.sessionsChecked) {
      const some = ids.slice(i, i + bounds.queue.sessionsChecked);
      const dead = await findInvalidSessions(deps.db, some);
      deps.auth.forget(dead);
      end(new Set(dead));
    }
  }

  return startPeriodic(deps, {
    job: 'every_node',
    everyMs: deps.timing.sweepEveryMs,
    failure: 'revoked sessions could not be looked up',
    trustsClock: false,
    round: async () => {
      const since = mark === undefined ? undefined : mark - bounds.connection.sessionEndsOverlapMs;
      const { now, ids } = await findSessionEnds(deps.db, since);
      deps.auth.forget(ids);
      const isDue = performance.now() - allCheckedAt >= deps.timing.checkSessionsEveryMs;
      const local = ids.length > 0 || isDue ? localSessions() : new Set<string>();
      await endInvalid(isDue ? [...local] : ids.filter((id) => local.has(id)));
      mark = now;
      if (isDue) allCheckedAt = performance.now();
    },
  });
}
