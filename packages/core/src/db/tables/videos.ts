import type { Generated } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `videos`. */
export interface VideosTables {
  video_categories: {
    tenant_id: TenantId;
    id: Generated<number>;
    name: string;
    /** No longer offered; its videos keep it. */
    is_removed: Generated<boolean>;
    /** Its place in the list; those of one place are in the order of their ids. */
    place: Generated<number>;
  };
  /** An upload that waits for its release. Its name contains 128 random bits. */
  video_uploads: {
    tenant_id: TenantId;
    name: string;
    account_id: AccountId;
    kind: 'video' | 'cover';
    created_at: number;
    /** Null for one of before sizes were noted. */
    size_bytes: number | null;
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
    /** Includes replies. */
    comment_count: Generated<number>;
    /** Sort key of the recommended videos: the release time, moved later by likes. */
    rank_at: number;
    created_at: number;
    /** When staff took it down: nobody sees it. Null while it is shown. */
    taken_down_at: Generated<number | null>;
    /** With its cover. Null for an old one that is not measured yet. */
    size_bytes: Generated<number | null>;
  };
  /** Videos per account and category; list totals come from these few rows. */
  video_counts: {
    tenant_id: TenantId;
    account_id: AccountId;
    /** 0 for videos without a category. */
    category_id: number;
    videos: number;
  };
  /** Kept with follows and likes: a popular author has too many to count them for each request. */
  video_author_counts: {
    tenant_id: TenantId;
    account_id: AccountId;
    following: number;
    fans: number;
    /** Likes of all videos together. */
    likes: number;
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
    /** The video's owner. */
    owner_id: AccountId;
    account_id: AccountId;
    /** For a reply: the comment that started the thread. */
    parent_id: number | null;
    /** For a reply: the person who is answered. */
    to_id: AccountId | null;
    content: string;
    created_at: number;
    /** As of a video. */
    taken_down_at: Generated<number | null>;
  };
}
