import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { pullBackSomeMoments } from './pull-back-store.js';

/** Pulls times of moments that lie in the future back to now. */
export async function pullBackMoments(db: Kysely<Tables>, now: number): Promise<void> {
  while ((await pullBackSomeMoments(db, now, bounds.clock.rowsPulledBack)) > 0);
}
