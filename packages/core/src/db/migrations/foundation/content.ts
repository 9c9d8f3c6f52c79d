/** Content published by operators. */
export const content = `
  create table articles (
    tenant_id integer not null references tenants,
    id integer generated always as identity,
    position smallint not null check (position in (0, 1)),
    title text not null,
    summary text not null,
    body text not null,
    picture text not null,
    is_shown boolean not null,
    sort integer not null,
    created_at bigint not null,
    updated_at bigint not null default 0,
    primary key (tenant_id, id)
  );

  create table links (
    tenant_id integer not null references tenants,
    id integer generated always as identity,
    place text not null check (place in ('menu', 'explore')),
    name text not null,
    url text not null,
    port text not null,
    picture text not null,
    is_shown boolean not null,
    sort integer not null,
    created_at bigint not null,
    primary key (tenant_id, id)
  );

  create table announcements (
    tenant_id integer not null references tenants,
    id integer generated always as identity,
    title text not null,
    body text not null,
    is_shown boolean not null,
    created_at bigint not null,
    primary key (tenant_id, id)
  );

  create table content_starts (
    tenant_id integer primary key references tenants,
    created_at bigint not null
  );
`;
