import type { AccountId, ConversationId, MomentId, TenantId } from './ids.js';

/** What a conversation's stream is made of. Everything that changes what a member sees is an entry. */
export type EntryKind = 'message' | 'system' | 'recall' | 'edit' | 'reaction' | 'member';

/** Taken back, burnt after it was read, or destroyed with the whole history. */
export type GoneReason = 'recalled' | 'burnt' | 'destroyed';

/** One committed entry of a conversation's dense stream. */
export interface Entry {
  readonly seq: number;
  readonly kind: EntryKind;
  /** Content type of the Chat API (0 text, 1 voice, 2 image …); 0 for everything that is no message. */
  readonly type: number;
  /** 0 when nobody wrote it. */
  readonly senderId: AccountId | 0;
  /** Milliseconds; never runs backwards within a conversation. */
  readonly sentAt: number;
  /** The content as JSON text, encoded once when it was stored. */
  readonly content: string;
  readonly clientId: string | null;
  readonly replyTo: number | null;
  /** Why the content is gone; null while it is there. */
  readonly gone: GoneReason | null;
  /** Milliseconds of the last edit, or null. */
  readonly editedAt: number | null;
  /**
   * The name under which it was written anonymously, or null. An event holds the true sender all the same, so
   * `seenBy` stands before everything that leaves the process.
   */
  readonly alias: string | null;
  /**
   * Whether a stranger wrote it to somebody who may not read it yet. An event holds the content all the same, so
   * `seenBy` stands before everything that leaves the process.
   */
  readonly isWithheld: boolean;
}

/**
 * An entry as somebody may see it: who wrote an anonymous one, and what stands in one that is withheld, is told to
 * its writer alone.
 */
export function seenBy(entry: Entry, viewerId: AccountId | undefined): Entry {
  if (entry.senderId === viewerId) return entry.isWithheld ? { ...entry, isWithheld: false } : entry;
  if (entry.isWithheld) return { ...entry, content: '{}' };
  return entry.alias === null ? entry : { ...entry, senderId: 0 };
}

/** Whether an entry looks different to its writer than to others. */
export function hasTwoViews(entry: Entry): boolean {
  return entry.alias !== null || entry.isWithheld;
}

/** Two people who are friends, many people, or a customer with whoever serves him. */
export type ConversationKind = 'single' | 'group' | 'support';

/** Where an entry belongs, with what fan-out needs to find the members without a query. */
export interface ConversationHead {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
  readonly listId: string;
  readonly kind: ConversationKind;
  /** The two people of a single conversation; undefined in others, whose members change. */
  readonly pair: readonly [AccountId, AccountId] | undefined;
  /** Grows with every change of membership; members that were cached under another version are stale. */
  readonly membersVersion: number;
}

export type CallMedium = 'voice' | 'video';

/** How a call ended; `busy` is one that never rang. */
export type CallOutcome = 'completed' | 'cancelled' | 'refused' | 'missed' | 'busy';

/** A call as both participants see it. */
export interface CallNews {
  readonly id: number;
  readonly listId: string;
  readonly callerId: AccountId;
  readonly calleeId: AccountId;
  readonly medium: CallMedium;
  /** Where the two meet at the call service. */
  readonly room: number;
  readonly state: 'ringing' | 'active' | 'ended';
  readonly outcome: CallOutcome | null;
}

/** Whether moderation has looked at a photo, and what it said. */
export type PhotoState = 'waiting' | 'approved' | 'refused';

/** What an account's own stream tells it. */
export interface AccountEventData {
  friend_request: { requestId: number; fromId: AccountId };
  contact_added: { accountId: AccountId; listId: string };
  contact_removed: { accountId: AccountId; listId: string | null };
  contact_changed: { accountId: AccountId };
  profile_changed: { accountId: AccountId };
  /** Moderation has decided about a photo of the own card. */
  photo_reviewed: { photoId: number; place: number; state: PhotoState };
  conversation_changed: { listId: string };
  /** The account is in this group from now on. */
  membership_began: { listId: string };
  membership_ended: {
    listId: string;
    how: 'removed' | 'left' | 'disbanded';
    groupName: string;
    byId: AccountId;
  };
  /** Somebody wants into a group that the account manages. */
  group_request: { requestId: number; listId: string; groupName: string; applicant: Applicant };
  /** Another manager of the group has answered a request. */
  group_request_handled: { requestId: number; listId: string; isAccepted: boolean };
  /** Everything up to `upTo` is cleared. */
  /** Somebody liked the account's own moment, commented on it, or answered the account below another one. */
  moment_reacted: { momentId: MomentId; byId: AccountId; reaction: 'like' | 'comment' };
  conversation_cleared: { listId: string; kind: ConversationKind; byId: AccountId; upTo: number };
  /** A customer's conversation is the account's to serve from now on. */
  conversation_assigned: { listId: string };
  call_changed: CallNews;
  /** What the account is entitled to is another now; `until` is null without a plan. */
  vip_changed: { isVip: boolean; planCode: string | null; until: number | null };
}

/** Who wants into a group, as managers were shown the person. */
export interface Applicant {
  readonly id: AccountId;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly photoName: string | null;
}

export type AccountEventType = keyof AccountEventData;

/** One committed event of an account's own stream. */
export type AccountEvent = {
  [T in AccountEventType]: {
    readonly position: number;
    readonly type: T;
    readonly data: AccountEventData[T];
  };
}[AccountEventType];

/** News that core publishes after the commit. A subscriber may miss one: the streams are the truth. */
export type DomainEvent =
  | {
      readonly type: 'entry_appended';
      readonly conversation: ConversationHead;
      readonly entry: Entry;
      /** The only one who is told: moderation hides the sender from the other. */
      readonly onlyFor?: AccountId | undefined;
      /** Members who may not see the person of a name card. */
      readonly hiddenFrom?: readonly AccountId[] | undefined;
      /** Of a recall: whose message it has emptied, and when that was sent. */
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
      /** When the newest entry that was read was sent, in milliseconds. */
      readonly readUpTo: number;
      /** As of an entry. */
      readonly onlyFor?: AccountId | undefined;
    }
  | {
      readonly type: 'nudged';
      readonly conversation: ConversationHead;
      /** 0 for somebody who writes anonymously. */
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
      /** Who likes it now, or no longer. */
      readonly byId: AccountId;
    }
  | {
      readonly type: 'moment_commented';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly commentId: number;
      /** Whom the comment concerns: the author and who was answered, as far as they may see it. */
      readonly toIds: readonly AccountId[];
    }
  | {
      readonly type: 'call_changed';
      readonly conversation: ConversationHead;
      readonly call: CallNews;
      /** Who did it; 0 when time did. */
      readonly byId: AccountId | 0;
    }
  | {
      readonly type: 'sessions_revoked';
      readonly tenantId: TenantId;
      readonly sessionIds: readonly string[];
    }
  | {
      /** The client of a session has shown that it knows the frames that older clients do not. */
      readonly type: 'newer_client_noted';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
      readonly sessionId: string;
    };

export type Emit = (event: DomainEvent) => void;
