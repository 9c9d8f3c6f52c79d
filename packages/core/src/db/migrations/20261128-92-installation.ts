import { sql, type Kysely } from 'kysely';

/** What an installation knows of itself, so that a start notices what has changed around it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table installation
      -- A fingerprint of the secret that signs tokens: whether the one at hand belongs to this database.
      add column token_check text,
      -- The newest time at which a server was here.
      add column clock_at bigint not null default 0
  `.execute(db);
}
