import type { Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';

/** The tables of the area `content`. */
export interface ContentTables {
  /** Articles of the help centre and about the operator. */
  articles: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** The newest version. */
    version: Generated<number>;
    created_at: number;
  };
  /** What an article says, in each of its versions. */
  article_versions: {
    tenant_id: TenantId;
    article_id: number;
    version: number;
    /** 0 help, 1 about us. */
    position: 0 | 1;
    /** A path below `/uploads/`, or empty. */
    picture: string;
    is_shown: boolean;
    sort: number;
    /** Title, summary and sanitized HTML by language; `all` is for readers of every language. */
    texts: unknown;
    /** When readers begin to see it, unless there is a newer one; null for a draft. */
    publish_at: number | null;
    /** The name of the author. */
    written_by: string;
    created_at: number;
  };
  /** Links to other sites, in the menu or on the explore page. */
  links: {
    tenant_id: TenantId;
    id: Generated<number>;
    version: Generated<number>;
    place: 'menu' | 'explore';
    name: string;
    url: string;
    port: string;
    picture: string;
    is_shown: boolean;
    sort: number;
    /** The name of the author. */
    written_by: string;
    created_at: number;
    changed_at: number;
  };
  /** Announcements: members see the newest one that is for them now. */
  announcements: {
    tenant_id: TenantId;
    id: Generated<number>;
    version: Generated<number>;
    /** Title and sanitized HTML by language; `all` is for readers of every language. */
    texts: unknown;
    audience: Generated<'everybody' | 'members' | 'vips' | 'school'>;
    /** The university whose people see it; null for every other audience. */
    university_id: number | null;
    /** False for one that was taken back. */
    is_shown: boolean;
    begin_at: number;
    /** Null for one without an end. */
    end_at: number | null;
    /** The name of the author. */
    written_by: string;
    created_at: number;
    changed_at: number;
  };
  /** Pictures from which new accounts choose. */
  offered_avatars: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** The folder of the picture, like the one of an account. */
    name: string;
    sort: number;
    /** The name of the author. */
    written_by: string;
    created_at: number;
  };
  /** Tenants that have received the initial content. */
  content_starts: { tenant_id: TenantId; created_at: number };
}
