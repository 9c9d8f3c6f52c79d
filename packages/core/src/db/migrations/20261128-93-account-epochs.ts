import { sql, type Kysely } from 'kysely';

/** An account of which a client knows more than the database has begins another life by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Null means the epoch of the installation.
    alter table accounts add column epoch uuid
  `.execute(db);
}
