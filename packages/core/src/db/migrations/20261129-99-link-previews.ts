import { sql, type Kysely } from 'kysely';

/** What pages said of themselves, for a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table link_previews (
      tenant_id integer not null references tenants,
      -- A hash, because addresses may be long.
      url_hash text not null,
      -- False if the page could not be read.
      is_found boolean not null,
      title text not null,
      description text not null,
      -- The name of the picture's file, or null.
      picture text,
      expires_at bigint not null,
      primary key (tenant_id, url_hash)
    )
  `.execute(db);
  await sql`create index link_previews_old on link_previews (tenant_id, expires_at)`.execute(db);
}
