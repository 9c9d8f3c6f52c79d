import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** Actions with a daily limit. */
export type Quota = 'ticket' | 'wave' | 'super_wave' | 'stranger_key';

/** The tables of the area `billing`. */
export interface BillingTables {
  /** Plans for sale. */
  plans: {
    tenant_id: TenantId;
    id: number;
    code: string;
    name: string;
    months: number;
    /** Currency symbol before the price. */
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
  /** Tokens that identify buying accounts to the stores. */
  store_identities: { tenant_id: TenantId; account_id: AccountId; token: string };
  /** Purchases: values as the client first sent them, and data confirmed by the store. */
  purchases: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    plan_id: number;
    platform: 'ios' | 'android' | 'web';
    /** The identifier that stays the same through renewals. */
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
    store_confirmed_at: number | null;
    /** Whether the store has refunded that transaction. */
    is_refunded: Generated<boolean>;
    is_unacknowledged: Generated<boolean>;
    /** Whether it is a sandbox purchase. */
    is_sandbox: Generated<boolean>;
    created_at: number;
  };
  /** Plans of an account, bought or granted by the operator. */
  entitlements: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    plan_id: number;
    purchase_id: number | null;
    months: number;
    price: number;
    bought_at: number;
    /** The end set by the store or the operator; null to use the plan's months. */
    set_end: number | null;
    starts_at: number;
    ends_at: number;
    grace_until: number | null;
    holds_until: GeneratedAlways<number>;
    revoked_at: number | null;
    /** When its end was announced. */
    closed_at: number | null;
  };
  /** Audit log of entitlements; append-only. */
  billing_log: {
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
  /** Notifications received from stores. */
  store_notifications: {
    tenant_id: TenantId;
    platform: 'ios' | 'android';
    notification_id: string;
    purchase_id: number;
    what: string;
    received_at: number;
  };
  /** Daily use of a quota per account. */
  quota_days: {
    tenant_id: TenantId;
    account_id: AccountId;
    quota: Quota;
    /** `2026-11-26`, in the tenant's zone. */
    day: string;
    used: number;
  };
  /** Each use of a quota, with its target and reason, and what staff gave. */
  quota_ledger: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    quota: Quota;
    day: string;
    /** Null for what staff gave. */
    target_id: AccountId | null;
    reason: string;
    /** Further uses that staff gave; negative if they took some; null for a use. */
    given: number | null;
    /** Null without a limit. */
    left_before: number | null;
    left_after: number | null;
    created_at: number;
    refunded_at: number | null;
  };
}
