import { sql, type Kysely } from 'kysely';

/** Messages that are pinned in their conversation, and what members have begun to write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter domain entry_kind drop constraint entry_kind_check`.execute(db);
  // Every stored value is one of the earlier ones, so the table need not be read.
  await sql`
    alter domain entry_kind add constraint entry_kind_check
      check (value in ('message', 'system', 'recall', 'edit', 'reaction', 'member', 'pin')) not valid
  `.execute(db);
  // The entry that records the pin.
  await sql`alter table entries add column pin_seq integer`.execute(db);
  await sql`
    create index entries_pinned on entries (tenant_id, conversation_id, pin_seq) where pin_seq is not null
  `.execute(db);
  await sql`alter table members add column draft text, add column drafted_at bigint`.execute(db);
}
