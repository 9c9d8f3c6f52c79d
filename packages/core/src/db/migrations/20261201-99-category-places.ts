import { sql, type Kysely } from 'kysely';

/** The order of the categories of videos; those of one place are in the order of their ids. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table video_categories add column place integer not null default 0`.execute(db);
}
