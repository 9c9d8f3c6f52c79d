import { sql, type Kysely } from 'kysely';

/** How many items waited in each review queue of a tenant; null in steps in which nobody counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tenant_figures
      add column photos_waiting integer,
      add column reports_waiting integer,
      add column appeals_waiting integer,
      add column child_safety_waiting integer
  `.execute(db);
}
