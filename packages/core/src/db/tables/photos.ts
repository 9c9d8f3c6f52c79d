import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

export interface PhotosTables {
  /** A picture that was uploaded for a card: three sizes under a name of 128 random bits. */
  photo_uploads: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    stem: string;
    /** Whether there is a short animation beside the sizes. */
    is_animated: boolean;
    /** Of the bytes as they were sent, and of the picture that was drawn of them. */
    source_hash: string;
    picture_hash: string;
    created_at: number;
    /** When it goes; null while a photo holds it. */
    remove_at: number | null;
    is_restricted: Generated<boolean>;
  };
  /** A photo of somebody's card. */
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
    /** Whether the owner has heard of the last decision. */
    is_told: Generated<boolean>;
    created_at: number;
    updated_at: number;
  };
  /** Which uploads somebody had when a case was opened. */
  photo_evidence: {
    tenant_id: TenantId;
    complaint_id: number;
    upload_id: number;
  };
}
