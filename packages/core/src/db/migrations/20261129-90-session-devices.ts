import { sql, type Kysely } from 'kysely';

/** Shows an account which devices are signed in. Older sessions have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sessions
      add column device text not null default '',
      add column platform text not null default ''
  `.execute(db);
}
