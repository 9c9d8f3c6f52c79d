import { sql, type Kysely } from 'kysely';

/** The filters of messages also contain four adjacent letters of a word. The first sweep makes them anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`truncate search_blocks`.execute(db);
  await sql`update search_progress set complete_until = 0`.execute(db);
}
