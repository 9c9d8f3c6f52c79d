import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { pullBackSomeConversations } from './pull-back-store.js';

/** Pulls times of conversations and their entries that lie in the future back to now. */
export async function pullBackConversations(db: Kysely<Tables>, now: number): Promise<void> {
  const some = { most: bounds.clock.conversationsPulledBack, entries: bounds.clock.entriesPulledBack };
  const pull = () => db.transaction().execute((tx) => pullBackSomeConversations(tx, now, some));
  while ((await pull()) > 0);
}
