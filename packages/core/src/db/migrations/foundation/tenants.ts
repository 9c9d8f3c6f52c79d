/** Tenants with their initial content, and the installation itself. */
export const tenants = `
  create table installation (
    is_only boolean primary key default true check (is_only),
    epoch uuid not null default gen_random_uuid(),
    -- Fingerprint of the secret that signs tokens, to check whether it belongs to this database.
    token_check text,
    -- The latest time recorded by a running server.
    clock_at bigint not null default 0,
    -- How far the clock has jumped; null while it is trusted.
    clock_jump_ms bigint,
    -- Whether the operator has confirmed the clock; the server clears it after reading it.
    is_clock_confirmed boolean not null default false
  );
  insert into installation default values;

  create table tenants (
    id integer primary key check (id > 0),
    name text not null,
    settings jsonb not null default '{}',
    created_at bigint not null
  );
  insert into tenants (id, name, created_at) values (1, 'Kith', (extract(epoch from now()) * 1000)::bigint);

  create table universities (
    tenant_id integer not null references tenants (id) on delete cascade,
    id integer not null generated always as identity,
    name text not null,
    city text not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
  );

  create table departments (
    tenant_id integer not null references tenants (id) on delete cascade,
    id integer not null generated always as identity,
    name text not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
  );

  -- The initial content of a new tenant.
  create table starter_universities (place integer primary key, name text not null, city text not null);

  create table starter_departments (place integer primary key, name text not null);
`;
