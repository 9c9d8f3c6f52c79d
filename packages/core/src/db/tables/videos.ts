import type { Generated } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

export interface VideosTables {
  video_categories: {
    tenant_id: TenantId;
    id: Generated<number>;
    name: string;
    /** Not offered any more; its videos keep it. */
    is_removed: Generated<boolean>;
  };
  /** A file that waits for a release. The name carries 128 random bits. */
  video_uploads: {
    tenant_id: TenantId;
    name: string;
    account_id: AccountId;
    kind: 'video' | 'cover';
    created_at: number;
  };
  videos: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    category_id: number | null;
    title: string;
    file: string;
    cover: string;
    like_count: Generated<number>;
    /** Replies included. */
    comment_count: Generated<number>;
    /** Where it stands among the recommended: its time, put later by its likes. */
    rank_at: number;
    created_at: number;
  };
  /** How many videos an account has in a category; lists are counted from these few rows. */
  video_counts: {
    tenant_id: TenantId;
    account_id: AccountId;
    /** 0: those without one. */
    category_id: number;
    videos: number;
  };
  video_likes: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    video_id: number;
    created_at: number;
  };
  video_follows: {
    tenant_id: TenantId;
    id: Generated<number>;
    account_id: AccountId;
    followed_id: AccountId;
  };
  video_comments: {
    tenant_id: TenantId;
    id: Generated<number>;
    video_id: number;
    /** Whose video it is. */
    owner_id: AccountId;
    account_id: AccountId;
    /** Of a reply: the comment that began the thread. */
    parent_id: number | null;
    /** Of a reply: who is answered. */
    to_id: AccountId | null;
    content: string;
    created_at: number;
  };
}
