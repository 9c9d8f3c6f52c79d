import { sql, type Kysely } from 'kysely';

/** Which purchases were paid with play money. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table purchases add column is_sandbox boolean not null default false`.execute(db);
}
