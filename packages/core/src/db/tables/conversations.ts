import type { Generated } from 'kysely';
import type { ConversationKind, EntryKind, GoneReason } from '../../kernel/events.js';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

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
    /** How many of the entries are messages. */
    message_count: Generated<number>;
    last_sent_at: Generated<number>;
    members_version: Generated<number>;
    /** Of a group: how many people are in it now. */
    member_count: Generated<number>;
    /** Only admins and the owner may write. */
    is_muted_all: Generated<boolean>;
    /** Members may write under an alias. */
    allows_anonymous: Generated<boolean>;
    /** Ordinary members may not ask each other to become friends. */
    forbids_befriending: Generated<boolean>;
    /** Who wrote first to somebody who is no friend; stays when it is answered. */
    opener_id: AccountId | null;
    /** How that was done: 0 with words, 1 with a wave, 2 with a super wave. */
    wave: Generated<0 | 1 | 2>;
    /** Chance had picked the other person. */
    is_random: Generated<boolean>;
    opened_at: Generated<number>;
    /** The last entry before it was opened: what comes later is what the other may not be shown yet. */
    opened_seq: Generated<number>;
    /** The opener may write until there are as many messages as this. */
    room_count: Generated<number>;
    /** When the two became friends of it; null while there is no answer. */
    answered_at: number | null;
    /** How far the search index has come. */
    indexed_seq: Generated<number>;
    created_at: number;
  };
  members: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    account_id: AccountId;
    /** Names the membership on the wire. */
    id: Generated<number>;
    role: Generated<'member' | 'admin' | 'owner'>;
    left_at: number | null;
    /** Was removed, and comes back only when a manager lets this person in. */
    is_barred: Generated<boolean>;
    /** May read but not write, until then. */
    muted_until: number | null;
    /** Everything up to here is read; only grows. */
    read_seq: Generated<number>;
    /** `message_count` at `read_seq`: unread is the difference. */
    read_count: Generated<number>;
    /** Everything up to here was cleared by this member. */
    cleared_seq: Generated<number>;
    /** The row is out of the list until an entry after this one. */
    hidden_seq: number | null;
    pinned_at: number | null;
    is_silent: Generated<boolean>;
    is_marked_unread: Generated<boolean>;
    /** The name in this group; empty without one. */
    nickname: Generated<string>;
    /** Who brought this member in. */
    inviter_id: AccountId | null;
    /** The name under which this member writes anonymously; null while that is off. */
    alias: string | null;
    /** When the receiver gave a key to read what a stranger wrote. */
    unlocked_at: number | null;
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
    /** How many messages the stream holds up to and with this entry. */
    ordinal: number;
    /** JSON text, encoded once. */
    content: string;
    client_id: string | null;
    /** Tells a repeat from another body under the same client id, also after a recall emptied it. */
    client_digest: number | null;
    reply_to: number | null;
    /** Why the content is gone; null while it is there. */
    gone: GoneReason | null;
    edited_at: number | null;
    /** The name under which it was written anonymously: who wrote it is told to nobody else. */
    alias: string | null;
  };
  /** Holds a file for a message that is there; a trigger writes it with the message. */
  message_files: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
    stem: string;
  };
  /** The search index: a message in the form in which it is searched, and the two-character pieces of that. */
  entry_search: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    seq: number;
    grams: string[];
    folded: string;
  };
  /** A message as it was before it was taken from sight, or when it was reported; only moderation reads it. */
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
    stem: string;
  };
  /** What a case is about: it does not go while the case is open. */
  case_evidence: {
    tenant_id: TenantId;
    complaint_id: number;
    evidence_id: number;
  };
}
