import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { updateFutureViewTimes } from './views-store.js';

/** Clamps future times of intro views to now. */
export async function clampViewTimes(db: Kysely<Tables>, now: number): Promise<void> {
  while ((await updateFutureViewTimes(db, now, bounds.clock.rowsClamped)) > 0);
}
