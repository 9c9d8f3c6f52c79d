import { touchAccounts } from '@kith/core/accounts';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Updates when accounts with a socket were last seen, in one statement: lists of people are ordered by it. */
export function startTouchingOnline(deps: Deps): Worker {
  return startPeriodic(deps, {
    everyMs: 60_000,
    failure: 'the times of last presence could not be stored',
    trustsClock: false,
    round: () => touchOnline(deps),
  });
}

/** Runs one round. */
export async function touchOnline(deps: Pick<Deps, 'db' | 'hub' | 'now'>): Promise<void> {
  const sessions = [...deps.hub.all()].flatMap(({ identity }) => (identity ? [identity.session] : []));
  if (sessions.length > 0) await touchAccounts(deps.db, sessions, deps.now());
}
