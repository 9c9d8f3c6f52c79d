import {
  bounds,
  type AccountId,
  type ConversationHead,
  type Ctx,
  type Entry,
  type EntryKind,
} from '../kernel/index.js';
import { encode } from './content.js';
import { insertEntries } from './entries-store.js';

/** What a system line tells; the dialects word it. */
export type SystemContent =
  | { readonly event: 'friend_accepted' }
  | { readonly event: 'renamed'; readonly name: string }
  | { readonly event: 'muted_all' | 'anonymous_allowed'; readonly on: boolean }
  | { readonly event: 'notice_posted' | 'support_joined' | 'support_left' }
  | { readonly event: 'support_greeting'; readonly text: string };

/** What happened to members of a group, and to whom: the first hundred of them, and how many they are. */
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

/** What an entry says of members; it names the first of them. */
export function membershipContent(
  event: MembershipContent['event'],
  users: readonly AccountId[],
): MembershipContent {
  return { event, users: users.slice(0, bounds.list.namedMembers), count: users.length };
}

/** What changes an earlier message. */
export type ChangeContent =
  | { readonly target: number; readonly reason: 'recall' | 'burn' }
  | { readonly target: number; readonly content: unknown };

/** An entry that is no message, on its way into a stream. */
export interface NewEntry {
  readonly kind: Exclude<EntryKind, 'message'>;
  readonly senderId: AccountId | 0;
  readonly content: SystemContent | MembershipContent | ChangeContent;
  /** Of a recall: what it has emptied. */
  readonly emptied?: Pick<Entry, 'senderId' | 'sentAt' | 'alias'>;
  /** Of a change to an anonymous message by its writer: the message's alias, or the change would tell. */
  readonly alias?: string | null;
}

/**
 * Appends entries that are no messages, inside the transaction of what they tell of, and announces them, to one person
 * alone where the others may not see who did it. Messages go through `ctx.ports.entries`.
 */
export async function appendEntries(
  tx: Ctx,
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
