import { sql, type Kysely } from 'kysely';

/** A jump of the clock is remembered until the clock is believed again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table installation
      -- By how much the clock has jumped; null while it is believed.
      add column clock_jump_ms bigint,
      -- Whether the operator says that the clock is right; the server takes it away when it has read it.
      add column is_clock_confirmed boolean not null default false
  `.execute(db);
}
