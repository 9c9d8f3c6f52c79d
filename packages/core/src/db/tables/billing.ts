import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** What may be done only so often a day. */
export type Quota = 'ticket' | 'wave' | 'super_wave' | 'stranger_key';

export interface BillingTables {
  /** What is sold. */
  plans: {
    tenant_id: TenantId;
    id: number;
    code: string;
    name: string;
    months: number;
    /** What stands before the price. */
    currency: string;
    /** In hundredths. */
    price: number;
    tickets: number;
    note: string;
    extra_data: Generated<string>;
    apple_product_id: string | null;
    google_product_id: string | null;
    is_hidden: Generated<boolean>;
  };
  /** How the stores name an account that buys. */
  store_identities: { tenant_id: TenantId; account_id: AccountId; token: string };
  /** What was bought: texts as the client sent them first, and what the store has vouched for. */
  purchases: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    plan_id: number;
    platform: 'ios' | 'android' | 'web';
    /** What stays the same through renewals. */
    repeat_key: string;
    plan_code: string;
    transaction_id: string;
    transaction_date: string;
    original_transaction_id: string;
    original_transaction_date: string;
    amount: string;
    extra_data: string;
    store_transaction_id: string | null;
    store_product_id: string | null;
    store_purchased_at: number | null;
    store_said_at: number | null;
    /** Whether the store has taken that transaction back. */
    is_refunded: Generated<boolean>;
    is_unacknowledged: Generated<boolean>;
    /** Whether it was paid with play money. */
    is_sandbox: Generated<boolean>;
    created_at: number;
  };
  /** What an account has: bought, or given by the operator. */
  entitlements: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    plan_id: number;
    purchase_id: number | null;
    months: number;
    price: number;
    bought_at: number;
    /** The end that the store or the operator has set; null for so many months as the plan has. */
    set_end: number | null;
    starts_at: number;
    ends_at: number;
    grace_until: number | null;
    holds_until: GeneratedAlways<number>;
    revoked_at: number | null;
    /** When it was told that it holds no more. */
    closed_at: number | null;
  };
  /** Who gave or took what, why and when. Only added to. */
  membership_log: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    at: number;
    account_id: AccountId;
    entitlement_id: number;
    what: 'grant' | 'change' | 'revoke' | 'restore' | 'end';
    plan_code: string;
    until: number;
    done_by: string;
    why: string;
  };
  /** What stores have told us. */
  store_notices: {
    tenant_id: TenantId;
    platform: 'ios' | 'android';
    notice_id: string;
    purchase_id: number;
    what: string;
    received_at: number;
  };
  /** How much of a quota somebody has used on a day. */
  quota_days: {
    tenant_id: TenantId;
    account_id: AccountId;
    quota: Quota;
    /** `2026-11-26`, in the tenant's zone. */
    day: string;
    used: number;
  };
  /** What was taken for what. */
  quota_ledger: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    quota: Quota;
    day: string;
    target_id: AccountId;
    reason: string;
    /** Null where there is no limit. */
    left_before: number | null;
    left_after: number | null;
    created_at: number;
    refunded_at: number | null;
  };
}
