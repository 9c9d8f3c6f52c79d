import { touchAccounts } from '@kith/core/accounts';
import { bounds, type AccountId } from '@kith/core/kernel';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import type { Seen } from '../realtime/hub.js';
import { startPeriodic, type Worker } from './periodic.js';

const ROUND_MS = 60_000;

/** Each account with a socket has its turn in one of this many rounds, so that the writes are spread. */
const ROUNDS = 15;

/**
 * Stores when accounts with a socket were last seen: within a minute after their first socket opens and after their
 * last one closes, and every 15 minutes in between. Lists of people are ordered by it.
 */
export function startTouchingOnline(deps: Deps): Worker {
  const failure = 'the times of last presence could not be stored';
  const worker = startPeriodic(deps, {
    job: 'every_node',
    everyMs: ROUND_MS,
    failure,
    trustsClock: false,
    round: () => touchOnline(deps),
  });
  return {
    // The sockets have closed by now.
    stop: async () => {
      await worker.stop();
      const last = touchOnline(deps).catch((error: unknown) => deps.log.warn({ err: error }, failure));
      await atMost(bounds.database.lastBatchesWithinMs, last);
    },
  };
}

/** Runs one round. */
export async function touchOnline(deps: Pick<Deps, 'db' | 'hub' | 'now'>): Promise<void> {
  const at = deps.now();
  const turn = Math.floor(at / ROUND_MS) % ROUNDS;
  const seen = new Map<AccountId, Seen>();
  for (const moved of deps.hub.takeMoved()) seen.set(moved.accountId, moved);
  for (const { identity } of deps.hub.all()) {
    if (!identity || identity.session.accountId % ROUNDS !== turn) continue;
    const { tenantId, accountId } = identity.session;
    seen.set(accountId, { tenantId, accountId, at });
  }
  const accounts = [...seen.values()];
  for (let i = 0; i < accounts.length; i += bounds.queue.touchedAtOnce)
    await touchAccounts(deps.db, accounts.slice(i, i + bounds.queue.touchedAtOnce));
}
