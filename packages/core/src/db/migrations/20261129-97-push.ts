import { sql, type Kysely } from 'kysely';

/** Browsers subscribe to push messages. A subscription ends with its session. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table push_subscriptions (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      session_id uuid not null,
      endpoint text not null,
      p256dh text not null,
      auth text not null,
      created_at bigint not null,
      sent integer not null default 0,
      failed integer not null default 0,
      last_at bigint,
      last_answer text not null default '',
      primary key (tenant_id, id),
      -- A browser has one subscription, whoever is signed in there.
      unique (tenant_id, endpoint),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, session_id) references sessions (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index push_subscriptions_account on push_subscriptions (tenant_id, account_id)`.execute(
    db,
  );
  await sql`create index push_subscriptions_session on push_subscriptions (tenant_id, session_id)`.execute(
    db,
  );
  await sql`
    create table push_marks (
      tenant_id integer not null,
      account_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      is_shown boolean not null,
      marked_at bigint not null,
      primary key (tenant_id, account_id, conversation_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index push_marks_made on push_marks (tenant_id, marked_at)`.execute(db);
  await sql`
    create table push_settings (
      tenant_id integer not null,
      account_id integer not null,
      shows_text boolean not null,
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
}
