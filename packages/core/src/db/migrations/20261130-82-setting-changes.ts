import { sql, type Kysely } from 'kysely';

/** The version of a tenant's settings, and who changed each of them last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tenants
      add column settings_version integer not null default 0,
      add column setting_changes jsonb not null default '{}'
  `.execute(db);
}
