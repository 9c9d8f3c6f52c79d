import type { ColumnType, Generated } from 'kysely';
import type { AccountId, ConversationId, StaffId, TenantId } from '../../kernel/ids.js';

/** A part of a day of the week in which an agent works. */
export interface Shift {
  /** 1 is Monday, 7 Sunday. */
  readonly day: number;
  /** Minutes since midnight; the end is excluded and at most 1440. */
  readonly from: number;
  readonly to: number;
}

/** The tables of the area `support`. */
export interface SupportTables {
  support_agents: {
    tenant_id: TenantId;
    account_id: AccountId;
    state: 'serving' | 'away' | 'removed';
    created_at: number;
    version: Generated<number>;
    /** Null for always. */
    hours: ColumnType<readonly Shift[] | null, string | null, string | null>;
    time_zone: Generated<string>;
    /** Null without a limit. */
    most_customers: number | null;
    /** When a member of staff looked at the agent's customers last. */
    desk_seen_at: Generated<number>;
  };
  /** Which member of staff answers as which agent. */
  support_desks: { tenant_id: TenantId; staff_id: StaffId; agent_id: AccountId };
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
