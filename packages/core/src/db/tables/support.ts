import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `support`. */
export interface SupportTables {
  support_agents: {
    tenant_id: TenantId;
    account_id: AccountId;
    state: 'serving' | 'away' | 'removed';
    created_at: number;
  };
  support_threads: {
    tenant_id: TenantId;
    customer_id: AccountId;
    conversation_id: ConversationId;
    agent_id: AccountId | null;
    last_agent_id: AccountId | null;
    /** End of the service period for which the greeting was sent. */
    greeted_until: number;
    created_at: number;
  };
}
