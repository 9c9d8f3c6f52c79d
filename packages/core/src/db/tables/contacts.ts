import type { Generated } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `contacts`. */
export interface ContactsTables {
  friend_requests: {
    tenant_id: TenantId;
    id: Generated<number>;
    from_id: AccountId;
    to_id: AccountId;
    greeting: string;
    /** How the sender found the recipient: 0 search, 1 group, 2 name card, 3 scan. */
    source: number;
    status: Generated<'pending' | 'accepted'>;
    is_hidden: Generated<boolean>;
    created_at: number;
    updated_at: number;
  };
  /** A friendship has two rows, one for each side. */
  friends: {
    tenant_id: TenantId;
    account_id: AccountId;
    friend_id: AccountId;
    remark: Generated<string>;
    /** First letter of the remark's reading; empty without a remark. */
    remark_letter: Generated<string>;
    /** The folded remark, for search. */
    folded_remark: Generated<string>;
    source: number;
    created_at: number;
  };
  blocks: {
    tenant_id: TenantId;
    account_id: AccountId;
    blocked_id: AccountId;
    created_at: number;
  };
}
