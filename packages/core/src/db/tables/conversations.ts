import type { Generated } from 'kysely';
import type { ConversationKind, EntryKind, GoneReason } from '../../conversations/event-types.js';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `conversations`. */
export interface ConversationsTables {
  conversations: {
    tenant_id: TenantId;
    id: Generated<ConversationId>;
    /** The wire's `list_id`, as a UUID. */
    list_id: string;
    kind: ConversationKind;
    /** The smaller account id of a single conversation. */
    low_id: AccountId | null;
    high_id: AccountId | null;
    name: Generated<string>;
    last_seq: Generated<number>;
    /** Number of entries that are messages. */
    message_count: Generated<number>;
    last_sent_at: Generated<number>;
    members_version: Generated<number>;
    /** The last transaction that changed who may write, or how; maintained by triggers. */
    writers_version: Generated<number>;
    /** Current number of members of a group. */
    member_count: Generated<number>;
    /** Only admins and the owner may write. */
    is_muted_all: Generated<boolean>;
    /** Members may write under an alias. */
    allows_anonymous: Generated<boolean>;
    /** Ordinary members may not send each other friend requests. */
    forbids_befriending: Generated<boolean>;
    /** The account that first wrote to a non-friend; kept after the answer. */
    opener_id: AccountId | null;
    /** How it was opened: 0 by a message, 1 by a wave, 2 by a super wave. */
    wave: Generated<0 | 1 | 2>;
    /** The recipient was chosen at random. */
    is_random: Generated<boolean>;
    opened_at: Generated<number>;
    /** The last entry before it was opened: later entries may be withheld from the recipient. */
    opened_seq: Generated<number>;
    /** The opener may write until `message_count` reaches this. */
    opener_limit: Generated<number>;
    /** When the answer made the two friends; null before an answer. */
    answered_at: number | null;
    /** The last message of `low_id` in a single conversation, and `message_count` at it; 0 without one. */
    low_sent_seq: Generated<number>;
    low_sent_count: Generated<number>;
    /** The same of `high_id`. */
    high_sent_seq: Generated<number>;
    high_sent_count: Generated<number>;
    /** The last message whose content was removed; 0 without one. */
    gone_seq: Generated<number>;
    created_at: number;
  };
  /** Who waits in the conversations of customer service. */
  support_waits: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    customer_id: AccountId;
    agent_id: AccountId | null;
    assigned_at: number | null;
    /** Null before the first message. */
    last_sent_at: number | null;
    /** The first message since the last answer; null if the customer does not wait. */
    waits_since: number | null;
    /** The last answer that ended a wait, and how long the wait had been. */
    answered_by: AccountId | null;
    answered_at: number | null;
    waited_ms: number | null;
  };
  members: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    account_id: AccountId;
    /** The membership's id on the wire. */
    id: Generated<number>;
    role: Generated<'member' | 'admin' | 'owner'>;
    left_at: number | null;
    /** Was removed and can return only through a manager. */
    is_barred: Generated<boolean>;
    /** May read but not write until then. */
    muted_until: number | null;
    /** Entries up to here are read, and in a single conversation those up to the member's last message; never decreases. */
    read_seq: Generated<number>;
    /** `message_count` at `read_seq`; the difference is the unread count. */
    read_count: Generated<number>;
    /** This member has cleared entries up to here. */
    cleared_seq: Generated<number>;
    /** Hidden from the list until an entry after this one. */
    hidden_seq: number | null;
    pinned_at: number | null;
    /** Kept out of the main list. */
    archived_at: Generated<number | null>;
    is_silent: Generated<boolean>;
    is_marked_unread: Generated<boolean>;
    /** The nickname in this group; empty without one. */
    nickname: Generated<string>;
    /** The member who invited this one. */
    inviter_id: AccountId | null;
    /** The alias for anonymous messages; null while anonymity is off. */
    alias: string | null;
    /** When the recipient used a key to read a stranger's messages. */
    unlocked_at: number | null;
    /** What the member has begun to write; null for nothing. */
    draft: Generated<string | null>;
    /** When a device of the member wrote or emptied it (milliseconds). */
    drafted_at: Generated<number | null>;
    created_at: number;
  };
  entries: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
    kind: EntryKind;
    type: number;
    sender_id: AccountId | 0;
    sent_at: number;
    /** Number of messages in the stream up to this entry. */
    ordinal: number;
    /** JSON text, encoded once. */
    content: string;
    client_id: string | null;
    /** Distinguishes a repeat from a different body with the same client id, even after a recall. */
    client_digest: number | null;
    reply_to: number | null;
    /** Why the content was removed; null while it exists. */
    gone: GoneReason | null;
    edited_at: number | null;
    /** The alias of an anonymous sender; only the sender sees the author. */
    alias: string | null;
    /** How many accounts reacted with each emoji, by emoji; null if nobody ever did. JSON. */
    reactions: Generated<string | null>;
    /** The mentioned accounts, or 0 for all members; null for none. */
    mentions: Generated<number[] | null>;
    /** The entry that records that the message is pinned; null if it is not. */
    pin_seq: Generated<number | null>;
  };
  /** An account's reaction to a message; also one that was removed. */
  reactions: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    /** The message. */
    seq: number;
    account_id: AccountId;
    emoji: string;
    is_on: boolean;
    /** The entry that records the last change. */
    changed_seq: number;
  };
  /** Files that an existing message references; maintained by a trigger. */
  message_files: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
    file_id: string;
  };
  /** The search index: a row for each message with a text or a name; an emptied one if the message was removed. */
  entry_search: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
    type: number;
    folded: string;
  };
  /** A filter for the texts of a block of consecutive entries; a conversation's blocks have no gap between them. */
  search_blocks: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    /** From 0. */
    block: number;
    /** The filter covers the entries of the block up to this one. */
    last_seq: number;
    /** Contains the keys of all texts of these entries. */
    filter: Buffer;
  };
  /** Edited messages whose new text may be missing from the filter. */
  search_edits: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
  };
  /** One row. */
  search_progress: {
    is_only: Generated<boolean>;
    /** All messages sent before this time (milliseconds) are in the index. */
    complete_until: number;
  };
  /** Copy of a message from before its removal or from a report; visible to moderators only. */
  evidence: {
    tenant_id: TenantId;
    id: Generated<number>;
    conversation_id: ConversationId;
    seq: number;
    sender_id: AccountId;
    alias: string | null;
    type: number;
    content: string;
    reason: 'recalled' | 'burnt' | 'destroyed' | 'edited' | 'reported';
    sent_at: number;
    kept_at: number;
    remove_at: number;
  };
  evidence_files: {
    tenant_id: TenantId;
    evidence_id: number;
    file_id: string;
  };
  /** Evidence of a case, kept while the case is open. */
  case_evidence: {
    tenant_id: TenantId;
    report_id: number;
    evidence_id: number;
  };
}
