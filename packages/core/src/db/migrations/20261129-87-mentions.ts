import { sql, type Kysely } from 'kysely';

/** Whom a message mentions. The index has the few messages that mention somebody, to count those that a member has not read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table entries add column mentions integer[]`.execute(db);
  await sql`
    create index entries_mentions on entries (tenant_id, conversation_id, seq) where mentions is not null
  `.execute(db);
}
