import type { ColumnType, Generated } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

export interface ModerationTables {
  /** Why somebody bans or reports somebody; own ones of a tenant have ids from 100. */
  complaint_reasons: {
    tenant_id: TenantId;
    id: number;
    kind: 'ban' | 'report';
    tag: string;
    needs_text: Generated<boolean>;
    title: string;
    description: string;
  };
  /** What somebody said against somebody: why one blocked the other, a case for moderators, or both. */
  complaints: {
    tenant_id: TenantId;
    id: Generated<number>;
    reporter_id: AccountId;
    target_id: AccountId;
    reason_id: number;
    text: string;
    is_case: boolean;
    /** About an anonymous message: its reporter is not told of it. */
    is_anonymous: Generated<boolean>;
    /** `lifted`: the reason of a block that is no more. */
    state: Generated<'open' | 'upheld' | 'dismissed' | 'lifted'>;
    weight: Generated<number>;
    /** The profile and what the two wrote last, as they were; of a case. */
    snapshot: ColumnType<unknown, string | null, string>;
    /** Where a case was reported from, as long as it counts. */
    network: Generated<string | null>;
    created_at: number;
    judged_at: number | null;
  };
  sanctions: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    kind: 'limit' | 'bucket' | 'ban';
    complaint_id: number | null;
    /** Null for one that a moderator has to lift. */
    until: number | null;
    created_at: number;
    ended_at: number | null;
    /** Of a ban: what the account is again when it ends; null when it was disabled before. */
    status_before: 'active' | 'frozen' | null;
  };
  /** Pictures that nobody of the tenant can put up again, by a hash of them. */
  refused_images: {
    tenant_id: TenantId;
    hash: string;
    refused_at: number;
  };
  /** Who did what, why and when. Only added to. */
  moderation_log: {
    tenant_id: TenantId;
    id: Generated<number>;
    at: number;
    done_by: string;
    what: string;
    until: number | null;
    account_id: AccountId;
    complaint_id: number | null;
    sanction_id: number | null;
    /** Which photo; the upload may be gone. */
    upload_id: number | null;
    why: string;
  };
}
