import { sql, type Kysely } from 'kysely';

/** The language of an article's readers; empty for all of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table articles add column language text not null default ''
      check (language in ('', 'zh-Hans', 'zh-Hant', 'en'))
  `.execute(db);
}
