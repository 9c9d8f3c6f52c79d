import { sql, type Kysely } from 'kysely';

/** The state of the installation, which lets startup detect changes of its environment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table installation
      -- Fingerprint of the secret that signs tokens, to check whether it belongs to this database.
      add column token_check text,
      -- The latest time recorded by a running server.
      add column clock_at bigint not null default 0
  `.execute(db);
}
