import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `discovery`. */
export interface DiscoveryTables {
  /** An account's intro; without a row, the defaults apply. */
  intros: {
    tenant_id: TenantId;
    account_id: AccountId;
    adj_code: string;
    animal_code: string;
    background_code: string;
    foreground_code: string;
    tags: string[];
    topic_ids: number[];
    relation_ids: number[];
    love_ids: number[];
    actor_ids: number[];
    /** Kinds of blocks that only the owner sees. */
    private_blocks: string[];
    accepts_chats: boolean;
  };
  intro_views: {
    tenant_id: TenantId;
    account_id: AccountId;
    viewer_id: AccountId;
    viewed_at: number;
    /** The day, in the tenant's zone, on which `counted` openings counted as clicks. */
    counted_on: string;
    counted: number;
  };
  intro_clicks: { tenant_id: TenantId; account_id: AccountId; part: number; amount: number };
  intro_click_marks: { tenant_id: TenantId; account_id: AccountId; amount: number };
}
