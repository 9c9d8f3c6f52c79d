import type { AccountId } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';

/** The first contact between two accounts that are not friends. */
export interface Opening {
  readonly openerId: AccountId;
  /** 0 by a message, 1 by a wave, 2 by a super wave. */
  readonly wave: 0 | 1 | 2;
  /** The recipient was chosen at random. */
  readonly isRandom: boolean;
  readonly openedAt: number;
  /** The last entry before it. */
  readonly openedSeq: number;
  /** When the answer made the two friends; null before an answer. */
  readonly answeredAt: number | null;
  /** This member has used a key to read it. */
  readonly isUnlocked: boolean;
}

/** A conversation from the view of one of its members. */
export interface Membership {
  readonly conversation: ConversationHead;
  /** The current counterpart in a support conversation. */
  readonly counterpartId: AccountId | undefined;
  /** The member may not see the other participant (see `mayMeet`), so the conversation is hidden. */
  readonly isHidden: boolean;
  /**
   * For a single conversation: moderation hides this member from the other, who receives nothing of the member's
   * actions.
   */
  readonly isShadowed: boolean;
  /** For a single conversation that began between non-friends. */
  readonly opening: Opening | undefined;
  /** A stranger's messages after this entry are withheld from this member; null if all are readable. */
  readonly withheldAfter: number | null;
  readonly name: string;
  readonly createdAt: number;
  readonly lastSeq: number;
  readonly messageCount: number;
  readonly role: 'member' | 'admin' | 'owner';
  readonly memberRowId: number;
  readonly readSeq: number;
  readonly readCount: number;
  readonly clearedSeq: number;
  readonly mutedUntil: number | null;
  readonly pinnedAt: number | null;
  readonly isSilent: boolean;
  readonly isMarkedUnread: boolean;
  /** For a group: its number of members. */
  readonly memberCount: number;
  /** For a group: only managers may write. */
  readonly isMutedAll: boolean;
  readonly allowsAnonymous: boolean;
  readonly forbidsBefriending: boolean;
  /** The member's nickname in the group; empty without one. */
  readonly nickname: string;
  /** The alias for this member's anonymous messages; null while anonymity is off. */
  readonly alias: string | null;
}
