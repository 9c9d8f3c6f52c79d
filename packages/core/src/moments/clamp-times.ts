import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { updateFutureMomentTimes } from './clamp-times-store.js';

/** Clamps future times of moments to now. */
export async function clampMomentTimes(db: Kysely<Tables>, now: number): Promise<void> {
  while ((await updateFutureMomentTimes(db, now, bounds.clock.rowsClamped)) > 0);
}
