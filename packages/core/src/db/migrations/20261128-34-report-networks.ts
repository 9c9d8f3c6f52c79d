import { sql, type Kysely } from 'kysely';

/** Where a report came from, as long as it counts: many accounts of one network are one voice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table complaints add column network cidr`.execute(db);
}
