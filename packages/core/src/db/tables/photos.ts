import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `photos`. */
export interface PhotosTables {
  /** A picture uploaded for a card: three sizes under a name with 128 random bits. */
  photo_uploads: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    file_id: string;
    /** Whether a short animation exists beside the sizes. */
    is_animated: boolean;
    /** Hashes of the bytes as sent, and of the re-encoded picture. */
    source_hash: string;
    picture_hash: string;
    created_at: number;
    /** When it is deleted; null while a photo references it. */
    remove_at: number | null;
    is_restricted: Generated<boolean>;
    /** Of all its files. Null for an old one that is not measured yet. */
    size_bytes: number | null;
  };
  /** A photo of an account's card. */
  photos: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    /** 1 to 6. */
    place: number;
    state: 'waiting' | 'approved' | 'refused';
    upload_id: number;
    /** The upload that others see. */
    shown_upload_id: number | null;
    /** Whether the owner was notified of the last decision. */
    is_notified: Generated<boolean>;
    /** When a postponed photo is in the queue again; null if it was not postponed. */
    returns_at: number | null;
    /** Whether it waits for child safety, in no queue. */
    is_escalated: Generated<boolean>;
    created_at: number;
    updated_at: number;
  };
  /** The uploads of an account when a case was opened. */
  photo_evidence: {
    tenant_id: TenantId;
    report_id: number;
    upload_id: number;
  };
}
