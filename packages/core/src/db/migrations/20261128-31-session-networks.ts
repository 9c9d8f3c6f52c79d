import { sql, type Kysely } from 'kysely';

/** The networks of an account's sessions: guesses from elsewhere do not delay its owner there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column network cidr`.execute(db);
}
