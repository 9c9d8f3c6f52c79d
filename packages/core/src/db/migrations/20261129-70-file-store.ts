import { sql, type Kysely } from 'kysely';

/** Which folder holds the files of the installation, so that all nodes use the same one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table installation add column file_store_id text`.execute(db);
}
