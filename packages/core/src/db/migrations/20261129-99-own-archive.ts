import { sql, type Kysely } from 'kysely';

/** Conversations that a member keeps out of the main list. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table members add column archived_at bigint`.execute(db);
}
