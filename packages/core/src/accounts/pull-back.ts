import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { pullBackSomeSessions } from './sessions-store.js';
import { pullBackSomeAccounts } from './store.js';

/** Pulls times of accounts and sessions that lie in the future back to now. */
export async function pullBackAccounts(db: Kysely<Tables>, now: number): Promise<void> {
  const most = bounds.clock.rowsPulledBack;
  while ((await pullBackSomeAccounts(db, now, most)) === most);
  while ((await pullBackSomeSessions(db, now, most)) === most);
}
