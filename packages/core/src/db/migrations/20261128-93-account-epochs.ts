import { sql, type Kysely } from 'kysely';

/** Epochs of individual accounts, started when a client knows more than the database. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Null: the installation's epoch applies.
    alter table accounts add column epoch uuid
  `.execute(db);
}
