import { sql, type Kysely } from 'kysely';

/** Where an account has signed in: guesses from elsewhere do not make its owner wait there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column network cidr`.execute(db);
}
