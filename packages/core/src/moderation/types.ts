import type { Evidence } from '../conversations/index.js';
import type { Language } from '../outbox/index.js';
import type { PhotoState } from '../photos/index.js';
import type { AccountId, ConversationId, TenantId } from '../kernel/index.js';
import type { ReportWeight, SanctionKind } from './rules.js';

/** A tenant's reason for blocks or reports. */
export interface Reason {
  readonly id: number;
  readonly kind: 'ban' | 'report';
  readonly tag: string;
  /** Whether it requires a text. */
  readonly needsText: boolean;
  /** Whether only those who handle child safety see its cases. */
  readonly isChildSafety: boolean;
  readonly title: string;
  readonly description: string;
}

/** A reason in one language. */
export interface ReasonText {
  readonly title: string;
  readonly description: string;
  /** What a person is told when a decision is made for this reason; empty for nothing. */
  readonly letter: string;
}

/** A reason for its editors: its title and description are for readers of a language without a text. */
export interface EditedReason extends Reason {
  readonly version: number;
  /** Whether people can choose it; earlier reports keep it. */
  readonly isOffered: boolean;
  readonly texts: Readonly<Partial<Record<Language, ReasonText>>>;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** A report about an account. */
export interface AccountReport {
  readonly id: number;
  /** The conversation between the two, if there is one. */
  readonly conversationId: ConversationId | null;
  readonly reporterId: AccountId;
  readonly targetId: AccountId;
  readonly reason: Reason;
  readonly text: string;
  /** The write ban that resulted from it. */
  readonly bucketId: number | null;
  readonly createdAt: number;
  readonly judgedAt: number | null;
  /** Whether the reporter currently blocks the other. */
  readonly isBanned: boolean;
}

/** A sanction of an account. */
export interface Sanction {
  readonly id: number;
  readonly accountId: AccountId;
  readonly kind: SanctionKind;
  /** Null until a moderator lifts it. */
  readonly until: number | null;
  readonly createdAt: number;
  readonly statusBefore: 'active' | 'frozen' | null;
  /** Whether only decisions about child safety change its end. */
  readonly isChildSafety: boolean;
}

/** An expired sanction with its tenant. */
export interface DueSanction extends Sanction {
  readonly tenantId: TenantId;
}

/** The author and reason of a decision. */
export interface Decision {
  readonly by: string;
  readonly why: string;
}

/** A sanction to impose; `until` is null for one without an end. */
export interface NewSanction extends Decision {
  readonly accountId: AccountId;
  readonly kind: SanctionKind;
  readonly until: number | null;
  readonly reportId?: number | undefined;
  /** Whether only those who handle child safety see the decision. */
  readonly isChildSafety?: boolean;
}

/** A line of the audit log. */
export interface LogLine {
  readonly at: number;
  readonly by: string;
  readonly what: string;
  /** For a decision about a photo: the number of its upload. */
  readonly photo: number | null;
  /** For a sanction: its end. */
  readonly until: number | null;
  readonly why: string;
}

/** The reported account and its writings as they were at the time of a report. */
export interface ReportSnapshot {
  readonly profile: {
    readonly username: string;
    readonly nickname: string;
    readonly signature: string;
    readonly sex: number;
    readonly hasPhoto: boolean;
    readonly status: string;
    readonly createdAt: number;
  };
  /** The uploads on the card. */
  readonly photos: readonly {
    readonly uploadId: number;
    readonly place: number;
    readonly state: PhotoState;
  }[];
  /** The last messages between the two, oldest first. */
  readonly messages: readonly {
    readonly seq: number;
    readonly senderId: number;
    readonly sentAt: number;
    readonly type: number;
    readonly content: unknown;
    /** How it was removed; null if it was not. */
    readonly gone: string | null;
    readonly alias: string | null;
  }[];
  readonly moments: readonly {
    readonly text: string;
    readonly postedAt: number;
    readonly comments: readonly { readonly text: string; readonly createdAt: number }[];
  }[];
  readonly videoComments: readonly { readonly text: string; readonly createdAt: number }[];
}

/** A report as shown to moderators. */
export interface Case {
  readonly id: number;
  readonly reporterId: AccountId;
  readonly targetId: AccountId;
  readonly targetName: string;
  readonly tag: string;
  readonly text: string;
  readonly state: 'open' | 'upheld' | 'dismissed';
  readonly weight: number;
  readonly createdAt: number;
  readonly judgedAt: number | null;
  readonly isChildSafety: boolean;
}

/** A case with its evidence and earlier decisions about the account. */
export interface CaseDetails extends Case {
  readonly snapshot: ReportSnapshot;
  /** The original messages of the case, including recalled ones. */
  readonly evidence: readonly Evidence[];
  /** The total weight of the reports that count against the account, with the numbers of reporters and of sources. */
  readonly together: ReportWeight;
  readonly sanctions: readonly Sanction[];
  readonly log: readonly LogLine[];
}
