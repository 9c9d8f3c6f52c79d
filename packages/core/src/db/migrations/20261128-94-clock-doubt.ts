import { sql, type Kysely } from 'kysely';

/** A jump of the clock is recorded until the clock is trusted again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table installation
      -- How far the clock has jumped; null while it is trusted.
      add column clock_jump_ms bigint,
      -- Whether the operator has confirmed the clock; the server clears it after reading it.
      add column is_clock_confirmed boolean not null default false
  `.execute(db);
}
