/** The settings of groups beyond their conversations' streams and members. */
export const groups = `
  create table groups (
    tenant_id integer not null,
    conversation_id bigint not null,
    needs_approval boolean not null default false,
    is_editable boolean not null default false,
    allows_red_packets boolean not null default false,
    allows_microphone boolean not null default false,
    sort integer not null default 0,
    -- The code for joining beside the list id; managers can renew it.
    code uuid not null default gen_random_uuid(),
    has_own_photo boolean not null default false,
    mosaic_of integer[] not null default '{}',
    disbanded_at bigint,
    primary key (tenant_id, conversation_id),
    foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
  );

  create table group_requests (
    tenant_id integer not null,
    id bigint generated always as identity,
    conversation_id bigint not null,
    account_id integer not null,
    inviter_id integer not null,
    status text not null default 'pending' check (status in ('pending', 'accepted', 'refused')),
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, conversation_id, account_id),
    foreign key (tenant_id, conversation_id) references groups (tenant_id, conversation_id) on delete cascade,
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, inviter_id) references accounts (tenant_id, id) on delete cascade
  );

  create table group_notices (
    tenant_id integer not null,
    id bigint generated always as identity,
    conversation_id bigint not null,
    author_id integer not null,
    content text not null,
    is_top boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references groups (tenant_id, conversation_id) on delete cascade,
    foreign key (tenant_id, author_id) references accounts (tenant_id, id) on delete cascade
  );
  create index group_notices_group on group_notices (tenant_id, conversation_id, id);
`;
