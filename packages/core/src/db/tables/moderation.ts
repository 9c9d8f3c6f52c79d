import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountId, ConversationId, StaffId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `moderation`. */
export interface ModerationTables {
  /** Reasons for bans and reports; a tenant's own reasons have ids from 100. */
  report_reasons: {
    tenant_id: TenantId;
    id: number;
    kind: 'ban' | 'report';
    tag: string;
    needs_text: Generated<boolean>;
    /** Whether only those who handle child safety see its cases. */
    is_child_safety: Generated<boolean>;
    /** For readers of a language without a text. */
    title: string;
    description: string;
    version: Generated<number>;
    sort: Generated<number>;
    /** False for one that nobody can choose any more. */
    is_offered: Generated<boolean>;
    /** Title, description and letter by language. */
    texts: Generated<unknown>;
    /** The name of the author. */
    written_by: Generated<string>;
    changed_at: Generated<number>;
  };
  /** What a decision for a reason has told a person. */
  letters: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    reason_id: number;
    /** The line of the log of moderation that it tells of. */
    decision_id: number;
    /** The words of the reason's letter then, by language. */
    texts: unknown;
    created_at: number;
  };
  /** A report about an account: the reason of a block, a case for moderators, or both. */
  reports: {
    tenant_id: TenantId;
    id: Generated<number>;
    reporter_id: AccountId;
    target_id: AccountId;
    reason_id: number;
    text: string;
    is_case: boolean;
    /** Concerns an anonymous message: the reporter does not learn about the case. */
    is_anonymous: Generated<boolean>;
    /** `lifted`: the reason of a removed block. */
    state: Generated<'open' | 'upheld' | 'dismissed' | 'lifted'>;
    weight: Generated<number>;
    /** For a case: the profile and the last messages between the two, as of the report. */
    snapshot: ColumnType<unknown, string | null, string>;
    /** The reporter's network, while the report counts. */
    network: Generated<string | null>;
    created_at: number;
    judged_at: number | null;
    /** Whether only those who handle child safety see it. */
    is_child_safety: Generated<boolean>;
    /** The line of the log of moderation that closed the case. */
    decision_id: Generated<number | null>;
  };
  /** The open cases about an account together: those of child safety, or all others. It follows from `reports`. */
  reported_accounts: {
    tenant_id: TenantId;
    account_id: AccountId;
    is_child_safety: boolean;
    reports: number;
    /** The sum of the weights. */
    weight: number;
    oldest_at: number;
  };
  sanctions: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    kind: 'limit' | 'bucket' | 'ban';
    report_id: number | null;
    /** Null for a sanction without an end, which a moderator must lift. */
    until: number | null;
    created_at: number;
    ended_at: number | null;
    /** For a ban: the status to restore at its end; null if the account was already disabled. */
    status_before: 'active' | 'frozen' | null;
    /** Whether it is for child safety: other decisions do not change its end. */
    is_child_safety: Generated<boolean>;
  };
  /** The appeal of a person against a sanction. */
  appeals: {
    tenant_id: TenantId;
    sanction_id: number;
    text: string;
    /** The language in which the decision is told. */
    locale: 'zh-Hans' | 'zh-Hant' | 'en';
    state: Generated<'waiting' | 'granted' | 'refused'>;
    created_at: number;
  };
  /** What staff have written about an account, for staff only. */
  account_notes: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    written_by: string;
    text: string;
    created_at: number;
  };
  /** Hashes of pictures that no account of the tenant may upload again, by refused upload. */
  refused_images: {
    tenant_id: TenantId;
    hash: string;
    /** Which may no longer exist; 0 if unknown. */
    upload_id: number;
    refused_at: number;
  };
  /** Which item of a review queue a member of staff looks at; one each. */
  review_leases: {
    tenant_id: TenantId;
    queue: 'photos' | 'child_safety_photos' | 'reports' | 'child_safety' | 'appeals';
    /** The number of the upload, or the id of the reported account or of the sanction. */
    item_id: number;
    staff_tenant_id: TenantId;
    staff_id: StaffId;
    staff_name: string;
    until: number;
  };
  /** Which messages a member of staff may read, and until when. */
  message_openings: {
    tenant_id: TenantId;
    id: Generated<number>;
    staff_tenant_id: TenantId;
    staff_id: StaffId;
    conversation_id: ConversationId;
    /** The entries from this one to `last_seq`. */
    first_seq: number;
    last_seq: number;
    until: number;
  };
  /** Audit log of moderation; append-only. */
  moderation_log: {
    tenant_id: TenantId;
    id: Generated<number>;
    at: number;
    done_by: string;
    what: string;
    until: number | null;
    account_id: AccountId;
    report_id: number | null;
    sanction_id: number | null;
    /** The photo's upload, which may no longer exist. */
    upload_id: number | null;
    why: string;
    /** Whether only those who handle child safety see it. */
    is_child_safety: Generated<boolean>;
    /** The line of a sanction's change that this one takes back. */
    undoes: number | null;
  };
}
