import { sql, type Kysely } from 'kysely';

/** The tables of the foundation. Keys hold the tenant, so a row of one tenant cannot point into another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table installation (
      is_only boolean primary key default true check (is_only),
      epoch uuid not null default gen_random_uuid()
    );
    insert into installation default values;

    create table tenants (
      id integer primary key check (id > 0),
      name text not null,
      settings jsonb not null default '{}',
      created_at bigint not null
    );
    insert into tenants (id, name, created_at) values (1, 'Kith', (extract(epoch from now()) * 1000)::bigint);

    create sequence account_ids as integer start 10001;
    create table accounts (
      tenant_id integer not null references tenants,
      id integer not null unique default nextval('account_ids'),
      username text not null,
      username_key text not null,
      nickname text not null,
      letter text not null,
      grams text[] not null,
      signature text not null,
      sex smallint not null check (sex in (0, 1)),
      phone text,
      email text,
      password_hash text,
      status text not null default 'active' check (status in ('active', 'frozen', 'disabled')),
      kind text not null default 'member' check (kind in ('member', 'visitor')),
      has_photo boolean not null default false,
      client_id text not null default '',
      channel text not null default '',
      invite_code text not null default '',
      address text not null default '',
      created_at bigint not null,
      updated_at bigint not null,
      last_seen_at bigint not null,
      event_position bigint not null default 0,
      primary key (tenant_id, id),
      unique (tenant_id, username_key)
    ) with (fillfactor = 80);
    create index accounts_phone on accounts (tenant_id, phone) where phone is not null;
    create index accounts_grams on accounts using gin (grams);

    create table sessions (
      tenant_id integer not null,
      id uuid not null unique,
      account_id integer not null,
      created_at bigint not null,
      last_used_at bigint not null,
      revoked_at bigint,
      primary key (tenant_id, id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );
    create index sessions_account on sessions (tenant_id, account_id);
    create index sessions_revoked on sessions (revoked_at) where revoked_at is not null;

    create table account_events (
      tenant_id integer not null,
      account_id integer not null,
      position bigint not null,
      type text not null,
      data jsonb not null,
      created_at bigint not null,
      primary key (tenant_id, account_id, position),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );

    create table codes (
      tenant_id integer not null references tenants,
      id bigint generated always as identity,
      phone text not null,
      purpose text not null,
      code_hash text not null,
      created_at bigint not null,
      tries integer not null default 0,
      used_at bigint,
      primary key (tenant_id, id)
    );
    create index codes_phone on codes (tenant_id, phone, purpose, id desc);

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

    create table conversations (
      tenant_id integer not null references tenants,
      id bigint not null generated by default as identity,
      list_id uuid not null unique,
      kind text not null check (kind in ('single', 'group')),
      low_id integer,
      high_id integer,
      name text not null default '',
      last_seq integer not null default 0,
      message_count integer not null default 0,
      last_sent_at bigint not null default 0,
      members_version integer not null default 1,
      indexed_seq integer not null default 0,
      created_at bigint not null,
      primary key (tenant_id, id),
      unique (tenant_id, low_id, high_id),
      check ((kind = 'single') = (low_id is not null and high_id is not null)),
      check (low_id < high_id),
      foreign key (tenant_id, low_id) references accounts (tenant_id, id),
      foreign key (tenant_id, high_id) references accounts (tenant_id, id)
    ) with (fillfactor = 60);

    create table members (
      tenant_id integer not null,
      conversation_id bigint not null,
      account_id integer not null,
      id bigint generated always as identity,
      role text not null default 'member' check (role in ('member', 'admin', 'owner')),
      left_at bigint,
      muted_until bigint,
      read_seq integer not null default 0,
      read_count integer not null default 0,
      cleared_seq integer not null default 0,
      hidden_seq integer,
      pinned_at bigint,
      is_silent boolean not null default false,
      is_marked_unread boolean not null default false,
      created_at bigint not null,
      primary key (tenant_id, account_id, conversation_id),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    ) with (fillfactor = 60);
    create index members_conversation on members (tenant_id, conversation_id);

    create table entries (
      tenant_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      kind text not null check (kind in ('message', 'system', 'recall', 'edit', 'reaction', 'member')),
      type smallint not null,
      sender_id integer not null,
      sent_at bigint not null,
      ordinal integer not null,
      content text not null,
      client_id uuid,
      client_digest bigint,
      reply_to integer,
      gone text check (gone in ('recalled', 'burnt', 'destroyed')),
      edited_at bigint,
      primary key (tenant_id, conversation_id, seq)
      -- No foreign key: it would cost a sixth of an insert. Every statement that inserts holds the lock of
      -- the conversation's row, and conversations are never deleted.
    ) with (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_freeze_min_age = 0);
    create unique index entries_client on entries (tenant_id, sender_id, client_id) where client_id is not null;
    create index entries_gone on entries (tenant_id, conversation_id, seq) where gone is not null;

    create index entries_files on entries (tenant_id, conversation_id, seq) where type in (2, 4, 11);

    create table entry_search (
      tenant_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      grams text[] not null,
      primary key (tenant_id, conversation_id, seq),
      foreign key (tenant_id, conversation_id, seq) references entries (tenant_id, conversation_id, seq) on delete cascade
    );
    create index entry_search_grams on entry_search using gin (grams);

    create table files (
      tenant_id integer not null,
      name text not null unique,
      conversation_id bigint not null,
      account_id integer not null,
      family text not null,
      mime text not null,
      original_name text not null,
      size_bytes bigint not null,
      created_at bigint not null,
      primary key (tenant_id, name),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );

    create table waiting_photos (
      tenant_id integer not null references tenants,
      username_key text not null,
      blob_key text not null,
      created_at bigint not null,
      primary key (tenant_id, username_key)
    );

    -- The newest entry that was sent before a moment. Times never run backwards within a stream, so a
    -- binary search over the key finds it and no index on the time is needed.
    create function last_seq_before(of_tenant integer, of_conversation bigint, last integer, before_ms bigint)
    returns integer language plpgsql stable parallel safe as $$
    declare
      low integer := 0;
      high integer := last;
      middle integer;
      sent bigint;
    begin
      while low < high loop
        middle := low + (high - low + 1) / 2;
        select sent_at into sent from entries
          where tenant_id = of_tenant and conversation_id = of_conversation and seq = middle;
        if sent < before_ms then low := middle; else high := middle - 1; end if;
      end loop;
      return low;
    end $$;
  `.execute(db);
}
