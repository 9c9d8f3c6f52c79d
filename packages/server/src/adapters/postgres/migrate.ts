import { Migrator, sql, type Kysely } from 'kysely';
import { migrations, type Tables } from '@kith/core/db';

/** Brings the schema up to date, under an advisory lock; answers what was applied. */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** Migrations that the database has not seen. */
export async function pendingMigrations(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  return (await migrator.getMigrations()).filter((one) => !one.executedAt).map((one) => one.name);
}

/** What about the database can lose a commit, in words; empty when nothing can. */
export async function findUnsafeSettings(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string; setting: string; version: number }>`
    select name, setting, current_setting('server_version_num')::int as version from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit')
  `.execute(db);
  const found = rows.filter((row) => row.setting === 'off').map((row) => `${row.name} is off`);
  if ((rows[0]?.version ?? 0) < 150000) found.push('the server is older than PostgreSQL 15');
  return found;
}
