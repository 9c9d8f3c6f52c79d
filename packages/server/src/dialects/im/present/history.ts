import type { imShapes } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import type { ConversationHead, Entry } from '@kith/core/conversations';
import { presentMessage, type Marks } from './message.js';

/** The people in messages of a conversation, and the marks of the senders. */
export interface HistoryPeople {
  readonly profiles: ReadonlyMap<number, Profile>;
  readonly marks: Marks;
}

/** Messages of a conversation. */
export function presentHistory(
  conversation: ConversationHead,
  entries: readonly Entry[],
  { profiles, marks }: HistoryPeople,
): imShapes.Message[] {
  return entries.map((entry) => presentMessage(conversation, entry, profiles, marks));
}
