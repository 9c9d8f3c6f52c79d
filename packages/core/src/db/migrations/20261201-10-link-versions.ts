import { sql, type Kysely } from 'kysely';

/** Links of the menu and of the explore page have versions and authors, so that two editors do not undo each other's change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table links
      add column version integer not null default 1,
      add column written_by text not null default 'kith',
      add column changed_at bigint
  `.execute(db);
  await sql`update links set changed_at = created_at`.execute(db);
  await sql`alter table links alter column written_by drop default, alter column changed_at set not null`.execute(
    db,
  );
}
