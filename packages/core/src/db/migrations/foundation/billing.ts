/** What is sold, what was bought, what it gives until when, and the daily quotas. */
export const billing = `
  create table plans (
    tenant_id integer not null references tenants (id) on delete cascade,
    id integer not null,
    code text not null,
    name text not null,
    months smallint not null check (months > 0),
    -- What stands before the price, and the price in hundredths.
    currency text not null,
    price integer not null check (price >= 0),
    tickets integer not null check (tickets >= 0),
    note text not null,
    extra_data text not null default '',
    -- What the stores call it.
    apple_product_id text,
    google_product_id text,
    is_hidden boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    unique (tenant_id, apple_product_id),
    unique (tenant_id, google_product_id)
  );

  -- What every tenant begins with.
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

  -- How the stores name an account that buys: made when it is first asked for, never changed.
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
    -- What stays the same through renewals, so that nobody gets anything for it twice.
    repeat_key text not null,
    -- As the client sent it first.
    plan_code text not null,
    transaction_id text not null,
    transaction_date text not null,
    original_transaction_id text not null,
    original_transaction_date text not null,
    amount text not null,
    extra_data text not null,
    -- The newest transaction that the store has vouched for, and when it said so; null for one that nobody vouches for.
    store_transaction_id text,
    store_product_id text,
    store_said_at bigint,
    -- Whether the store still waits to hear that we gave what was bought.
    is_unacknowledged boolean not null default false,
    created_at bigint not null,
    store_purchased_at bigint,
    is_refunded boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, platform, repeat_key),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, plan_id) references plans (tenant_id, id)
  );
  -- A store does not know whose tenant a purchase is in.
  create index purchases_repeat_key on purchases (platform, repeat_key);
  create index purchases_account on purchases (tenant_id, account_id);
  create index purchases_unacknowledged on purchases (tenant_id, id) where is_unacknowledged;

  -- What an account has: bought, or given by the operator.
  create table entitlements (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    plan_id integer not null,
    purchase_id bigint,
    -- Of the plan when it was bought.
    months smallint not null,
    price integer not null,
    bought_at bigint not null,
    -- The end that the store or the operator has set; null for so many months as the plan has.
    set_end bigint,
    -- Follow from everything that the account has.
    starts_at bigint not null,
    ends_at bigint not null,
    -- How long it holds beyond its end, while a renewal may be on its way.
    grace_until bigint,
    holds_until bigint not null generated always as (greatest(ends_at, grace_until)) stored,
    revoked_at bigint,
    -- When it was told that it holds no more.
    closed_at bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, plan_id) references plans (tenant_id, id),
    foreign key (tenant_id, purchase_id) references purchases (tenant_id, id)
  );
  create unique index entitlements_purchase on entitlements (tenant_id, purchase_id) where purchase_id is not null;
  create index entitlements_account on entitlements (tenant_id, account_id, holds_until) where revoked_at is null;
  create index entitlements_due on entitlements (holds_until) where closed_at is null;

  -- Who gave or took what, why and when. Only added to.
  create table membership_log (
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
  create index membership_log_account on membership_log (tenant_id, account_id, id);

  -- What stores have told us, so that nothing is done twice.
  create table store_notices (
    tenant_id integer not null,
    platform text not null check (platform in ('ios', 'android')),
    notice_id text not null,
    purchase_id bigint not null,
    what text not null,
    received_at bigint not null,
    primary key (tenant_id, platform, notice_id),
    foreign key (tenant_id, purchase_id) references purchases (tenant_id, id) on delete cascade
  );

  -- How much of a quota somebody has used on a day of the tenant's zone. The row decides who gets the last one.
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

  -- What was taken for what. Only added to, but for the mark of what was given back.
  create table quota_ledger (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    quota text not null,
    day date not null,
    target_id integer not null,
    reason text not null,
    -- How many were left; null where there is no limit.
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
