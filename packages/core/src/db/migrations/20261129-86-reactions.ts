import { sql, type Kysely } from 'kysely';

/**
 * Reactions to messages. The counts are a part of the message, so that a page of history reads no other row; the rows say
 * who reacted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table entries add column reactions jsonb`.execute(db);
  await sql`
    create table reactions (
      tenant_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      account_id integer not null,
      emoji text not null,
      -- False after the reaction was removed.
      is_on boolean not null,
      -- The entry that records the last change.
      changed_seq integer not null,
      primary key (tenant_id, conversation_id, seq, account_id, emoji),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index reactions_account on reactions (tenant_id, account_id)`.execute(db);
}
