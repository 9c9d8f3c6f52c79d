import { sql, type Kysely } from 'kysely';

/** Records which frames a session's client supports. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column knows_newer_frames boolean not null default false`.execute(db);
}
