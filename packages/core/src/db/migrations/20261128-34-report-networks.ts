import { sql, type Kysely } from 'kysely';

/** The network of a report while it counts: many accounts of one network are one source. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table reports add column network cidr`.execute(db);
}
