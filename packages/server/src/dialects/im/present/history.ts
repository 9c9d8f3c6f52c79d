import type { imShapes } from '@kith/contract';
import { loadProfiles } from '@kith/core/accounts';
import type { AccountId, ConversationHead, Ctx, Entry } from '@kith/core/kernel';
import { peopleIn, presentMessage } from './message.js';

/** Messages with everybody who is named in them, loaded at once. */
export async function presentHistory(
  ctx: Ctx,
  conversation: ConversationHead,
  entries: readonly Entry[],
): Promise<imShapes.Message[]> {
  const people = await loadProfiles(ctx, entries.flatMap(peopleIn) as AccountId[]);
  return entries.map((entry) => presentMessage(conversation, entry, people));
}
