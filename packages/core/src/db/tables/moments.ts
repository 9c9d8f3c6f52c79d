import type { Generated } from 'kysely';
import type { AccountId, MomentId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `moments`. */
export interface MomentsTables {
  moments: {
    tenant_id: TenantId;
    /** Increases in commit order within a tenant. */
    id: Generated<MomentId>;
    author_id: AccountId;
    text: string;
    posted_at: number;
    /** When staff took it down: nobody sees it. Null while it is shown. */
    taken_down_at: Generated<number | null>;
  };
  /** A picture or video of a moment, or the cover above an account's moments. */
  moment_files: {
    tenant_id: TenantId;
    /** Common prefix of the names of the file and its renditions; contains 128 random bits. */
    file_id: string;
    account_id: AccountId;
    purpose: 'moment' | 'cover';
    extension: string;
    is_video: boolean;
    /** `gone`: its bytes are being deleted; the row follows. */
    state: Generated<'arriving' | 'waiting' | 'shown' | 'gone'>;
    moment_id: Generated<MomentId | null>;
    /** Position among the moment's files, from 1. */
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
    /** The author of the answered comment; null for a comment on the moment itself. */
    reply_to_id: AccountId | null;
    text: string;
    created_at: number;
    /** As of a moment. */
    taken_down_at: Generated<number | null>;
  };
  moment_notices: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** The account that has not seen it yet. */
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
