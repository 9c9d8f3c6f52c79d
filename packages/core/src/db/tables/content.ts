import type { Generated } from 'kysely';
import type { TenantId } from '../../kernel/ids.js';

export interface ContentTables {
  /** What the help centre shows. */
  articles: {
    tenant_id: TenantId;
    id: Generated<number>;
    /** 0 help, 1 about us. */
    position: 0 | 1;
    title: string;
    summary: string;
    /** HTML, cleaned before it was stored. */
    body: string;
    /** A path below `/uploads/`, or empty. */
    picture: string;
    is_shown: boolean;
    sort: number;
    created_at: number;
    /** 0 when it was never changed. */
    updated_at: Generated<number>;
  };
  /** Pages elsewhere, in the menu or on the explore page. */
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
    /** HTML, cleaned before it was stored. */
    body: string;
    is_shown: boolean;
    created_at: number;
  };
  /** Tenants that have got the content that an installation begins with. */
  content_starts: { tenant_id: TenantId; created_at: number };
}
