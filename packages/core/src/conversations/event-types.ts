import type { AccountId, ConversationId, TenantId } from '../kernel/ids.js';

/** The kinds of entries in a conversation's stream. Every change that a member sees is an entry. */
export type EntryKind = 'message' | 'system' | 'recall' | 'edit' | 'reaction' | 'member' | 'pin';

/** Recalled, burnt after reading, or destroyed with the whole history. */
export type GoneReason = 'recalled' | 'burnt' | 'destroyed';

/** The reactions to a message with one emoji. */
export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  /** The reader's own is among them. */
  readonly isOwn: boolean;
}

/** Stands for all members of a group. */
export const ALL = 'all';

/** The members of a group whom a message mentions. */
export type Mentions = readonly number[] | typeof ALL;

/** The message that another one replies to, in short. */
export interface Quote {
  /** 0 for an anonymous author, except where its own stream is read. */
  readonly senderId: AccountId | 0;
  /** The alias of an anonymous author, or null. */
  readonly alias: string | null;
  readonly type: number;
  /** The beginning of a text; empty for other types, and for a message that burns after reading. */
  readonly text: string;
}

/** One committed entry of a conversation's dense stream. */
export interface Entry {
  readonly seq: number;
  readonly kind: EntryKind;
  /** Content type of the Chat API (0 text, 1 voice, 2 image …); 0 for entries that are not messages. */
  readonly type: number;
  /** 0 for entries without a sender. */
  readonly senderId: AccountId | 0;
  /** Milliseconds; never decreases within a conversation. */
  readonly sentAt: number;
  /** JSON text, encoded once before it is stored. */
  readonly content: string;
  readonly clientId: string | null;
  readonly replyTo: number | null;
  /** Why the content was removed; null while it exists. */
  readonly gone: GoneReason | null;
  /** Time of the last edit in milliseconds, or null. */
  readonly editedAt: number | null;
  /**
   * The alias of an anonymous sender, or null. Events contain the true sender, so apply `redactFor` before an entry
   * leaves the process.
   */
  readonly alias: string | null;
  /**
   * Whether a stranger sent it and the recipient may not read it yet. Events contain the content, so apply `redactFor`
   * before an entry leaves the process.
   */
  readonly isWithheld: boolean;
  readonly mentions?: Mentions | undefined;
  /** The message at `replyTo`; absent once it is removed, or if the reader may not see it. */
  readonly quote?: Quote | undefined;
  /** The reactions to a message now, the most frequent first; only where a stream is read. */
  readonly reactions?: readonly ReactionCount[] | undefined;
}

/** Two people, a group, or a customer with support agents. */
export type ConversationKind = 'single' | 'group' | 'support';

/** A conversation, with the data that fan-out needs to find its members without a query. */
export interface ConversationHead {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
  readonly listId: string;
  readonly kind: ConversationKind;
  /** The two members of a single conversation; undefined for other kinds, whose members change. */
  readonly pair: readonly [AccountId, AccountId] | undefined;
  /** Increases with every change of membership; cached members with another version are stale. */
  readonly membersVersion: number;
}

/** The data of the area's events in an account's own stream. */
export interface ConversationsEventData {
  conversation_changed: { listId: string };
  /** A device of the account changed what it has begun to write. */
  draft_changed: { listId: string };
  /** Everything up to `upTo` is cleared. */
  conversation_cleared: { listId: string; kind: ConversationKind; byId: AccountId; upTo: number };
  /** The account has joined this group. */
  membership_began: { listId: string };
  membership_ended: {
    listId: string;
    how: 'removed' | 'left' | 'disbanded';
    groupName: string;
    /** 0 if staff or a command did it. */
    byId: AccountId | 0;
  };
}

/** The area's notifications after a commit. */
export type ConversationsEvent =
  | {
      readonly type: 'entry_appended';
      readonly conversation: ConversationHead;
      readonly entry: Entry;
      /** The only recipient: moderation hides the sender from the other participant. */
      readonly onlyFor?: AccountId | undefined;
      /** Members who may not see the person on a name card. */
      readonly hiddenFrom?: readonly AccountId[] | undefined;
      /** Members who may not see the quoted message. */
      readonly quoteHiddenFrom?: readonly AccountId[] | undefined;
      /** For a recall: the sender, time and alias of the message that it emptied. */
      readonly emptied?: Pick<Entry, 'senderId' | 'sentAt' | 'alias'> | undefined;
    }
  | {
      readonly type: 'read_moved';
      readonly conversation: ConversationHead;
      readonly accountId: AccountId;
      readonly seq: number;
      /** When the newest read entry was sent, in milliseconds. */
      readonly readUpTo: number;
      /** The only recipient, as for an entry. */
      readonly onlyFor?: AccountId | undefined;
      /** A node tells it again, because others may have missed it. */
      readonly isRepeated?: true | undefined;
      /** The node's number of this move, also when it is told again; undefined before the node tells it to others. */
      readonly move?: number | undefined;
    }
  | {
      readonly type: 'nudged';
      readonly conversation: ConversationHead;
      /** 0 for an anonymous sender. */
      readonly accountId: AccountId | 0;
    }
  | {
      readonly type: 'typing';
      readonly conversation: ConversationHead;
      readonly accountId: AccountId;
      readonly isTyping: boolean;
    }
  | {
      /** Messages may have been stored although their batch had no result; no member was notified of them. */
      readonly type: 'entries_in_doubt';
      readonly tenantId: TenantId;
      readonly conversationId: ConversationId;
    };
