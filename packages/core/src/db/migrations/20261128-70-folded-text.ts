import { sql, type Kysely } from 'kysely';

/**
 * Stores the search form of texts, computed by the server, so that results do not depend on the database's locale. The
 * server fills existing rows at startup (`text_version`, `indexed_seq`).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts
      add column folded_nickname text not null default '',
      add column folded_username text not null default '',
      add column username_skeleton text,
      add column text_version smallint not null default 0
  `.execute(db);
  // Null for rows that resemble an older one: both keep their names.
  await sql`create unique index accounts_username_skeleton on accounts (tenant_id, username_skeleton)`.execute(
    db,
  );
  await sql`create index accounts_text_version on accounts (text_version)`.execute(db);
  await sql`alter table friends add column folded_remark text not null default ''`.execute(db);
  await sql`truncate entry_search`.execute(db);
  await sql`alter table entry_search add column folded text not null`.execute(db);
  await sql`update conversations set indexed_seq = 0 where indexed_seq > 0`.execute(db);
}
