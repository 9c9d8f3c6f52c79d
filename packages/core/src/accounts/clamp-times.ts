import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { updateFutureSessionTimes } from './sessions-store.js';
import { updateFutureAccountTimes } from './store.js';

/** Clamps future times of accounts and sessions to now. */
export async function clampAccountTimes(db: Kysely<Tables>, now: number): Promise<void> {
  const most = bounds.clock.rowsClamped;
  while ((await updateFutureAccountTimes(db, now, most)) === most);
  while ((await updateFutureSessionTimes(db, now, most)) === most);
}
