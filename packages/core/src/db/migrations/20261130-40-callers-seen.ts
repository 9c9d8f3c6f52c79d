import { sql, type Kysely } from 'kysely';

/** When the device that calls last had a socket; null until it was seen with one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table call_participants add column seen_at bigint`.execute(db);
}
