import type { AccountId, ConversationId, MomentId, TenantId } from './ids.js';

/** The kinds of entries in a conversation's stream. Every change that a member sees is an entry. */
export type EntryKind = 'message' | 'system' | 'recall' | 'edit' | 'reaction' | 'member';

/** Recalled, burnt after reading, or destroyed with the whole history. */
export type GoneReason = 'recalled' | 'burnt' | 'destroyed';

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
   * The alias of an anonymous sender, or null. Events contain the true sender, so apply `seenBy` before an entry
   * leaves the process.
   */
  readonly alias: string | null;
  /**
   * Whether a stranger sent it and the recipient may not read it yet. Events contain the content, so apply `seenBy`
   * before an entry leaves the process.
   */
  readonly isWithheld: boolean;
}

/**
 * An entry as a viewer may see it: only the sender sees the author of an anonymous entry and the content of a withheld
 * one.
 */
export function seenBy(entry: Entry, viewerId: AccountId | undefined): Entry {
  if (entry.senderId === viewerId) return entry.isWithheld ? { ...entry, isWithheld: false } : entry;
  if (entry.isWithheld) return { ...entry, content: '{}' };
  return entry.alias === null ? entry : { ...entry, senderId: 0 };
}

/** Whether the sender sees an entry differently from others. */
export function hasTwoViews(entry: Entry): boolean {
  return entry.alias !== null || entry.isWithheld;
}

/** Two friends, a group, or a customer with the support agent. */
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

/** The medium of a call. */
export type CallMedium = 'voice' | 'video';

/** The result of a call; a `busy` call never rang. */
export type CallOutcome = 'completed' | 'cancelled' | 'refused' | 'missed' | 'busy';

/** A call as both participants see it. */
export interface CallSummary {
  readonly id: number;
  readonly listId: string;
  readonly callerId: AccountId;
  readonly calleeId: AccountId;
  readonly medium: CallMedium;
  /** The room at the call service. */
  readonly room: number;
  readonly state: 'ringing' | 'active' | 'ended';
  readonly outcome: CallOutcome | null;
}

/** The review state of a photo. */
export type PhotoState = 'waiting' | 'approved' | 'refused';

/** The event data of an account's own stream. */
export interface AccountEventData {
  friend_request: { requestId: number; fromId: AccountId };
  contact_added: { accountId: AccountId; listId: string };
  contact_removed: { accountId: AccountId; listId: string | null };
  contact_changed: { accountId: AccountId };
  profile_changed: { accountId: AccountId };
  /** Moderation has reviewed a photo of the account's own card. */
  photo_reviewed: { photoId: number; place: number; state: PhotoState };
  conversation_changed: { listId: string };
  /** The account has joined this group. */
  membership_began: { listId: string };
  membership_ended: {
    listId: string;
    how: 'removed' | 'left' | 'disbanded';
    groupName: string;
    byId: AccountId;
  };
  /** Somebody has requested to join a group that the account manages. */
  group_request: { requestId: number; listId: string; groupName: string; applicant: Applicant };
  /** Another manager of the group has answered a request to join. */
  group_request_handled: { requestId: number; listId: string; isAccepted: boolean };
  /** Everything up to `upTo` is cleared. */
  /** Somebody liked the account's own moment, commented on it, or answered the account's comment on another one. */
  moment_reacted: { momentId: MomentId; byId: AccountId; reaction: 'like' | 'comment' };
  conversation_cleared: { listId: string; kind: ConversationKind; byId: AccountId; upTo: number };
  /** A support conversation was assigned to the account. */
  conversation_assigned: { listId: string };
  call_changed: CallSummary;
  /** The account's entitlement has changed; `until` is null without a plan. */
  vip_changed: { isVip: boolean; planCode: string | null; until: number | null };
}

/** A person who requests to join a group, as shown to its managers. */
export interface Applicant {
  readonly id: AccountId;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly photoName: string | null;
}

/** The type of an event in an account's own stream. */
export type AccountEventType = keyof AccountEventData;

/** One committed event of an account's own stream. */
export type AccountEvent = {
  [T in AccountEventType]: {
    readonly position: number;
    readonly type: T;
    readonly data: AccountEventData[T];
  };
}[AccountEventType];

/** Notifications that core publishes after the commit. A subscriber may miss one: the streams are authoritative. */
export type DomainEvent =
  | {
      readonly type: 'entry_appended';
      readonly conversation: ConversationHead;
      readonly entry: Entry;
      /** The only recipient: moderation hides the sender from the other participant. */
      readonly onlyFor?: AccountId | undefined;
      /** Members who may not see the person on a name card. */
      readonly hiddenFrom?: readonly AccountId[] | undefined;
      /** For a recall: the sender, time and alias of the message that it emptied. */
      readonly emptied?: Pick<Entry, 'senderId' | 'sentAt' | 'alias'> | undefined;
    }
  | {
      readonly type: 'account_event';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
      readonly event: AccountEvent;
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
  | { readonly type: 'moment_posted'; readonly tenantId: TenantId; readonly authorId: AccountId }
  | {
      readonly type: 'moment_liked';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly authorId: AccountId;
      /** The account that added or removed its like. */
      readonly byId: AccountId;
    }
  | {
      readonly type: 'moment_commented';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly commentId: number;
      /** The author and the commenter who was answered, if they may see the comment. */
      readonly toIds: readonly AccountId[];
    }
  | {
      readonly type: 'call_changed';
      readonly conversation: ConversationHead;
      readonly call: CallSummary;
      /** The account that changed it; 0 for a timeout. */
      readonly byId: AccountId | 0;
    }
  | {
      readonly type: 'sessions_revoked';
      readonly tenantId: TenantId;
      readonly sessionIds: readonly string[];
    }
  | {
      /** The session's client has shown that it supports the frames that older clients lack. */
      readonly type: 'newer_client_noted';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
      readonly sessionId: string;
    };

/** Publishes an event; within a transaction, after its commit. */
export type Emit = (event: DomainEvent) => void;
