/** Friend requests, friends and blocks. */
export const contacts = `
  create table friend_requests (
    tenant_id integer not null,
    id bigint generated always as identity,
    from_id integer not null,
    to_id integer not null,
    greeting text not null,
    source smallint not null,
    status text not null default 'pending' check (status in ('pending', 'accepted')),
    is_hidden boolean not null default false,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, to_id, from_id),
    check (from_id <> to_id),
    foreign key (tenant_id, from_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, to_id) references accounts (tenant_id, id) on delete cascade
  );

  create table friends (
    tenant_id integer not null,
    account_id integer not null,
    friend_id integer not null,
    remark text not null default '',
    remark_letter text not null default '',
    folded_remark text not null default '',
    source smallint not null,
    created_at bigint not null,
    primary key (tenant_id, account_id, friend_id),
    check (account_id <> friend_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, friend_id) references accounts (tenant_id, id) on delete cascade
  );

  create table blocks (
    tenant_id integer not null,
    account_id integer not null,
    blocked_id integer not null,
    created_at bigint not null,
    primary key (tenant_id, account_id, blocked_id),
    check (account_id <> blocked_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, blocked_id) references accounts (tenant_id, id) on delete cascade
  );
  create index blocks_blocked on blocks (tenant_id, blocked_id);

  -- Whether an account sees what it shares with another: mayMeet of core, for functions of the database.
  create function may_meet(of_tenant integer, viewer integer, other integer) returns boolean
  language sql stable parallel safe as $$
    select exists (
      select from accounts v
      join accounts o on o.tenant_id = v.tenant_id and o.id = other
      join tenants t on t.id = v.tenant_id
      where v.tenant_id = of_tenant and v.id = viewer and not o.is_shadow_limited and v.is_minor = o.is_minor
        and (v.age_status = o.age_status or coalesce(t.settings->>'ageUnknown', 'adult') <> 'isolated')
    ) and not exists (
      select from blocks b
      where b.tenant_id = of_tenant and (b.account_id, b.blocked_id) in ((viewer, other), (other, viewer))
    )
  $$;
`;
