import { bounds, type AccountId, type Tx } from '../kernel/index.js';
import type { ConversationHead, Entry, EntryKind } from './event-types.js';
import { encode } from './content.js';
import { insertEntries } from './change-entries-store.js';

/** The content of a system line; dialects translate it. */
export type SystemContent =
  | { readonly event: 'friend_accepted' }
  | { readonly event: 'renamed'; readonly name: string }
  | { readonly event: 'muted_all' | 'anonymous_allowed'; readonly on: boolean }
  | { readonly event: 'notice_posted' | 'support_joined' | 'support_left' }
  | { readonly event: 'support_greeting'; readonly text: string };

/** The content of an entry about members: the event, the first hundred members concerned, and their number. */
export interface MembershipContent {
  readonly event:
    | 'created'
    | 'invited'
    | 'joined'
    | 'removed'
    | 'left'
    | 'owner_changed'
    | 'admins_added'
    | 'admins_removed'
    | 'muted'
    | 'unmuted';
  readonly users: readonly AccountId[];
  readonly count: number;
}

/** The content of an entry about members, with the first of them. */
export function membershipContent(
  event: MembershipContent['event'],
  users: readonly AccountId[],
): MembershipContent {
  return { event, users: users.slice(0, bounds.list.namedMembers), count: users.length };
}

/** The content of an entry that changes an earlier message. */
export type ChangeContent =
  | { readonly target: number; readonly reason: 'recall' | 'burn' }
  | { readonly target: number; readonly content: unknown }
  | { readonly target: number; readonly on: boolean }
  | ReactionContent;

/** The content of an entry that records a change of a reaction. */
export interface ReactionContent {
  readonly target: number;
  readonly emoji: string;
  readonly on: boolean;
  /** How many accounts react to the message with this emoji after the change. */
  readonly count: number;
}

/** An entry to append that is not a message. */
export interface NewEntry {
  readonly kind: Exclude<EntryKind, 'message'>;
  readonly senderId: AccountId | 0;
  readonly content: SystemContent | MembershipContent | ChangeContent;
  /** For a recall: the emptied message. */
  readonly emptied?: Pick<Entry, 'senderId' | 'sentAt' | 'alias'>;
  /** For a sender's change to an own anonymous message: its alias, so that the change does not reveal the sender. */
  readonly alias?: string | null;
}

/**
 * Appends entries that are not messages, together with the changes that they report, and publishes them; `onlyFor`
 * limits the audience if the others may not see the author. Messages go through `ctx.ports.entries`.
 */
export async function appendEntries(
  tx: Tx,
  conversation: ConversationHead,
  entries: readonly NewEntry[],
  onlyFor?: AccountId,
): Promise<Entry[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry) => ({
    ...entry,
    alias: entry.alias ?? null,
    content: encode({ ...entry.content }),
  }));
  const stored = await insertEntries(tx, conversation, rows);
  stored.forEach((entry, i) =>
    tx.emit({ type: 'entry_appended', conversation, entry, onlyFor, emptied: entries[i]?.emptied }),
  );
  return stored;
}
