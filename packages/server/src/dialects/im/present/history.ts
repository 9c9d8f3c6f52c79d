import type { imShapes } from '@kith/contract';
import { loadProfiles } from '@kith/core/accounts';
import { loadMarks, type ConversationHead, type Entry } from '@kith/core/conversations';
import type { AccountId, Ctx } from '@kith/core/kernel';
import { peopleIn, presentMessage } from './message.js';

/** Messages with all people named in them, loaded in bulk. */
export async function presentHistory(
  ctx: Ctx,
  conversation: ConversationHead,
  entries: readonly Entry[],
): Promise<imShapes.Message[]> {
  const senders = entries.map((entry) => entry.senderId) as AccountId[];
  const [people, marks] = await Promise.all([
    loadProfiles(ctx, entries.flatMap(peopleIn) as AccountId[]),
    loadMarks(ctx, conversation, senders),
  ]);
  return entries.map((entry) => presentMessage(conversation, entry, people, marks));
}
