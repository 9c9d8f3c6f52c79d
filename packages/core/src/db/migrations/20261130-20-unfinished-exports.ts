import { sql, type Kysely } from 'kysely';

/** The file that an attempt at a copy has begun, so that the next attempt deletes it if the process dies. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table data_exports add column unfinished_file_id text`.execute(db);
}
