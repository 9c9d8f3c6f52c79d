import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { updateFutureConversationTimes } from './clamp-times-store.js';

/** Clamps future times of conversations and their entries to now. */
export async function clampConversationTimes(db: Kysely<Tables>, now: number): Promise<void> {
  const some = { most: bounds.clock.conversationsClamped, entries: bounds.clock.entriesClamped };
  const clamp = () => db.transaction().execute((tx) => updateFutureConversationTimes(tx, now, some));
  while ((await clamp()) > 0);
}
