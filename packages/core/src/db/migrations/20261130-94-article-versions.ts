import { sql, type Kysely } from 'kysely';

/**
 * An article has versions. Readers see the newest one whose time of publication has come, so that neither a schedule nor
 * a draft needs anybody who acts at a time. An article has texts by language; `all` is for readers of every language.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table article_versions (
      tenant_id integer not null,
      article_id integer not null,
      version integer not null,
      position smallint not null check (position in (0, 1)),
      picture text not null,
      is_shown boolean not null,
      sort integer not null,
      texts jsonb not null,
      publish_at bigint,
      written_by text not null,
      created_at bigint not null,
      primary key (tenant_id, article_id, version),
      foreign key (tenant_id, article_id) references articles (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`
    insert into article_versions (tenant_id, article_id, version, position, picture, is_shown, sort, texts, publish_at,
      written_by, created_at)
    select tenant_id, id, case when updated_at = 0 then 1 else 2 end, position, picture, is_shown, sort,
      jsonb_build_object(case language when '' then 'all' else language end,
        jsonb_build_object('title', title, 'summary', summary, 'body', body)),
      greatest(created_at, updated_at), 'kith', greatest(created_at, updated_at)
    from articles
  `.execute(db);
  await sql`alter table articles add column version integer not null default 1`.execute(db);
  await sql`update articles set version = 2 where updated_at <> 0`.execute(db);
  await sql`
    alter table articles drop column position, drop column title, drop column summary, drop column body,
      drop column picture, drop column is_shown, drop column sort, drop column language, drop column updated_at
  `.execute(db);
}
