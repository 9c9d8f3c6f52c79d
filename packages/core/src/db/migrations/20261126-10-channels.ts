import { sql, type Kysely } from 'kysely';

/** Conversations between people who are no friends yet, and what may be done how often a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table conversations
      -- Who wrote first to somebody who is no friend; stays when it is answered.
      add column opener_id integer,
      add column wave smallint not null default 0 check (wave in (0, 1, 2)),
      add column is_random boolean not null default false,
      add column opened_at bigint not null default 0,
      -- The last entry before it was opened: what comes later is what the other may not be shown yet.
      add column opened_seq integer not null default 0,
      -- The opener may write until there are as many messages as this.
      add column room_count integer not null default 0,
      -- When the two became friends of it; null while there is no answer.
      add column answered_at bigint,
      add foreign key (tenant_id, opener_id) references accounts (tenant_id, id) on delete set null (opener_id);
    -- When the receiver gave a key to read what a stranger wrote.
    alter table members add column unlocked_at bigint;

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
  `.execute(db);
}
