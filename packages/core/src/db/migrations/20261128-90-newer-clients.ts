import { sql, type Kysely } from 'kysely';

/** Which frames the client of a session knows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column knows_newer_frames boolean not null default false`.execute(db);
}
