import type { Generated } from 'kysely';
import type { AccountId, MomentId, TenantId } from '../../kernel/ids.js';

export interface MomentsTables {
  moments: {
    tenant_id: TenantId;
    /** Grows in the order of the commits, within a tenant. */
    id: Generated<MomentId>;
    author_id: AccountId;
    text: string;
    posted_at: number;
  };
  /** A picture or a video below a moment, or the cover above all moments of somebody. */
  moment_files: {
    tenant_id: TenantId;
    /** What the names of the file and its renditions begin with; carries 128 random bits. */
    stem: string;
    account_id: AccountId;
    purpose: 'moment' | 'cover';
    extension: string;
    is_video: boolean;
    /** `gone`: its bytes are being removed, then the row. */
    state: Generated<'arriving' | 'waiting' | 'shown' | 'gone'>;
    moment_id: Generated<MomentId | null>;
    /** From 1, in the order in which the moment shows its files. */
    place: Generated<number>;
    size_bytes: number;
    created_at: number;
  };
  moment_likes: {
    tenant_id: TenantId;
    moment_id: MomentId;
    account_id: AccountId;
    id: Generated<number>;
    created_at: number;
  };
  moment_comments: {
    tenant_id: TenantId;
    id: Generated<number>;
    moment_id: MomentId;
    author_id: AccountId;
    /** Whose comment is answered; null for a word to the moment's author. */
    reply_to_id: AccountId | null;
    text: string;
    created_at: number;
  };
  moment_notices: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** Who has not looked yet. */
    account_id: AccountId;
    moment_id: MomentId;
    liker_id: AccountId | null;
    comment_id: number | null;
  };
  moment_marks: {
    tenant_id: TenantId;
    account_id: AccountId;
    seen_id: MomentId;
  };
}
