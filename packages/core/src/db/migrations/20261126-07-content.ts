import { sql, type Kysely } from 'kysely';

/** What operators publish; invitations, and what limits registration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts
      add column own_code text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
      add column inviter_id integer,
      add unique (tenant_id, own_code),
      add foreign key (tenant_id, inviter_id) references accounts (tenant_id, id) on delete set null (inviter_id);
    create index accounts_inviter on accounts (tenant_id, inviter_id, id desc) where inviter_id is not null;
    create index accounts_address on accounts (tenant_id, address);
    create index accounts_visitors on accounts (tenant_id, created_at) where kind = 'visitor';

    create table check_ins (
      tenant_id integer not null,
      account_id integer not null,
      day date not null,
      primary key (tenant_id, account_id, day),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );

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
  `.execute(db);
}
