import { sql, type Kysely } from 'kysely';

/** Marks sandbox purchases. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table purchases add column is_sandbox boolean not null default false`.execute(db);
}
