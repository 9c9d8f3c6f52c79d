import { Migrator, sql, type Kysely } from 'kysely';
import { migrations, type Tables } from '@kith/core/db';

/** Migrates the schema under an advisory lock; returns the applied migrations. */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const { unknown } = await readMigrations(db);
  if (unknown.length > 0) {
    const { problem, fix } = explainUnknown(unknown);
    throw new Error(`${problem} ${fix}`);
  }
  const { error, results } = await makeMigrator(db).migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The state of the schema. Changes nothing. */
export async function readMigrations(
  db: Kysely<Tables>,
): Promise<{ applied: string[]; pending: string[]; unknown: string[] }> {
  const known = await makeMigrator(db).getMigrations();
  const executed = await listExecuted(db);
  return {
    applied: known.filter((one) => one.executedAt).map((one) => one.name),
    pending: known.filter((one) => !one.executedAt).map((one) => one.name),
    unknown: executed.filter((name) => !Object.hasOwn(migrations, name)),
  };
}

/** Explains a database that has migrations unknown to this program, and how to fix it. */
export function explainUnknown(unknown: readonly string[]): { problem: string; fix: string } {
  const first = Object.keys(migrations)[0] ?? '';
  if (unknown.every((name) => name < first)) {
    return {
      problem: `A development version of Kith from before the first release made this database (${unknown.join(', ')}).`,
      fix: 'It cannot be upgraded: start with an empty database or another KITH_DATA_DIR.',
    };
  }
  return {
    problem: `A newer version of Kith has used this database (${unknown.join(', ')}).`,
    fix: 'Use that version, or restore a backup.',
  };
}

async function listExecuted(db: Kysely<Tables>): Promise<string[]> {
  const { rows: found } = await sql<{ is_there: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there
  `.execute(db);
  if (!found[0]?.is_there) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function makeMigrator(db: Kysely<Tables>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}

/** Describes the settings with which the database can lose a commit; empty if there are none. */
export async function findUnsafeSettings(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string; setting: string; version: number }>`
    select name, setting, current_setting('server_version_num')::int as version from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit')
  `.execute(db);
  const found = rows.filter((row) => row.setting === 'off').map((row) => `${row.name} is off`);
  if ((rows[0]?.version ?? 0) < 150000) found.push('the server is older than PostgreSQL 15');
  return found;
}
