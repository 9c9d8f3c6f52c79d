import type { Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';

/** The tables of the area `content`. */
export interface ContentTables {
  /** Articles of the help centre. */
  articles: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** 0 help, 1 about us. */
    position: 0 | 1;
    title: string;
    summary: string;
    /** Sanitized HTML. */
    body: string;
    /** That of its readers; empty for all of them. */
    language: Generated<'' | 'zh-Hans' | 'zh-Hant' | 'en'>;
    /** A path below `/uploads/`, or empty. */
    picture: string;
    is_shown: boolean;
    sort: number;
    created_at: number;
    /** 0 if never changed. */
    updated_at: Generated<number>;
  };
  /** Links to other sites, in the menu or on the explore page. */
  links: {
    tenant_id: TenantId;
    id: Generated<number>;
    place: 'menu' | 'explore';
    name: string;
    url: string;
    port: string;
    picture: string;
    is_shown: boolean;
    sort: number;
    created_at: number;
  };
  announcements: {
    tenant_id: TenantId;
    id: Generated<number>;
    title: string;
    /** Sanitized HTML. */
    body: string;
    is_shown: boolean;
    created_at: number;
  };
  /** Tenants that have received the initial content. */
  content_starts: { tenant_id: TenantId; created_at: number };
}
