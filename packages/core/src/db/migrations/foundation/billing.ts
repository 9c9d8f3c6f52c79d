/** Plans, purchases, entitlements and daily quotas. */
export const billing = `
  create table plans (
    tenant_id integer not null references tenants (id) on delete cascade,
    id integer not null,
    code text not null,
    name text not null,
    months smallint not null check (months > 0),
    -- Currency symbol before the price, and the price in hundredths.
    currency text not null,
    price integer not null check (price >= 0),
    tickets integer not null check (tickets >= 0),
    note text not null,
    extra_data text not null default '',
    -- Product ids in the stores.
    apple_product_id text,
    google_product_id text,
    is_hidden boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, apple_product_id),
    unique (tenant_id, google_product_id)
  );

  -- The initial plans of every tenant.
  create function begin_plans(tenant integer) returns void language sql as $$
    insert into plans (tenant_id, id, code, name, months, currency, price, tickets, note)
    select tenant, r.* from (values
      (1, 'VIP1', '1個月', 1, 'NT$', 39000, 10, ''),
      (2, 'VIP6', '6個月', 6, 'NT$', 149000, 20, '熱門選擇'),
      (3, 'VIP12', '12個月', 12, 'NT$', 199000, 100, '最超值')
    ) as r
  $$;

  create function begin_tenant_plans() returns trigger language plpgsql as $$
  begin
    perform begin_plans(new.id);
    return null;
  end $$;
  create trigger tenants_plans after insert on tenants for each row execute function begin_tenant_plans();
  select begin_plans(id) from tenants;

  -- Tokens that identify buying accounts to the stores: created on first use, never changed.
  create table store_identities (
    tenant_id integer not null,
    account_id integer not null,
    token uuid not null unique,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  create table purchases (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    plan_id integer not null,
    platform text not null check (platform in ('ios', 'android', 'web')),
    -- The identifier that stays the same through renewals, so that nothing is granted twice.
    repeat_key text not null,
    -- As first sent by the client.
    plan_code text not null,
    transaction_id text not null,
    transaction_date text not null,
    original_transaction_id text not null,
    original_transaction_date text not null,
    amount text not null,
    extra_data text not null,
    -- The newest transaction confirmed by the store, and when; null without confirmation.
    store_transaction_id text,
    store_product_id text,
    store_confirmed_at bigint,
    -- Whether the store still expects an acknowledgement.
    is_unacknowledged boolean not null default false,
    created_at bigint not null,
    store_purchased_at bigint,
    is_refunded boolean not null default false,
    is_sandbox boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, platform, repeat_key),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, plan_id) references plans (tenant_id, id)
  );
  -- A store does not know the tenant of a purchase.
  create index purchases_repeat_key on purchases (platform, repeat_key);
  create index purchases_account on purchases (tenant_id, account_id);
  create index purchases_unacknowledged on purchases (tenant_id, id) where is_unacknowledged;

  -- Plans of an account, bought or granted by the operator.
  create table entitlements (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    plan_id integer not null,
    purchase_id bigint,
    -- The plan's values at the time of purchase.
    months smallint not null,
    price integer not null,
    bought_at bigint not null,
    -- The end set by the store or the operator; null to use the plan's months.
    set_end bigint,
    -- Computed from all entitlements of the account.
    starts_at bigint not null,
    ends_at bigint not null,
    -- End of the grace period, in which a renewal may still arrive.
    grace_until bigint,
    holds_until bigint not null generated always as (greatest(ends_at, grace_until)) stored,
    revoked_at bigint,
    -- When its end was announced.
    closed_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, plan_id) references plans (tenant_id, id),
    foreign key (tenant_id, purchase_id) references purchases (tenant_id, id)
  );
  create unique index entitlements_purchase on entitlements (tenant_id, purchase_id) where purchase_id is not null;
  create index entitlements_account on entitlements (tenant_id, account_id, holds_until) where revoked_at is null;
  create index entitlements_due on entitlements (holds_until) where closed_at is null;

  -- Audit log of entitlements; append-only.
  create table billing_log (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    at bigint not null,
    account_id integer not null,
    entitlement_id bigint not null,
    what text not null check (what in ('grant', 'change', 'revoke', 'restore', 'end')),
    plan_code text not null,
    until bigint not null,
    done_by text not null,
    why text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index billing_log_account on billing_log (tenant_id, account_id, id);

  -- Notifications from stores, so that none is processed twice.
  create table store_notifications (
    tenant_id integer not null,
    platform text not null check (platform in ('ios', 'android')),
    notification_id text not null,
    purchase_id bigint not null,
    what text not null,
    received_at bigint not null,
    primary key (tenant_id, platform, notification_id),
    foreign key (tenant_id, purchase_id) references purchases (tenant_id, id) on delete cascade
  );

  -- Daily use of a quota, in the tenant's zone. The row serializes simultaneous uses of the last one.
  create table quota_days (
    tenant_id integer not null,
    account_id integer not null,
    quota text not null check (quota in ('ticket', 'wave', 'super_wave', 'stranger_key')),
    day date not null,
    used integer not null,
    primary key (tenant_id, account_id, quota, day),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index quota_days_old on quota_days (tenant_id, day);

  -- Each use of a quota with its target. Append-only, except for the mark of a refund.
  create table quota_ledger (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    quota text not null,
    day date not null,
    target_id integer not null,
    reason text not null,
    -- The rest before and after; null without a limit.
    left_before integer,
    left_after integer,
    created_at bigint not null,
    refunded_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, target_id) references accounts (tenant_id, id) on delete cascade
  );
  create index quota_ledger_spent on quota_ledger (tenant_id, account_id, quota, target_id, created_at);
  create index quota_ledger_old on quota_ledger (tenant_id, day);
  create index quota_ledger_account on quota_ledger (tenant_id, account_id, id);
  create index quota_ledger_target on quota_ledger (tenant_id, target_id, created_at);
`;
