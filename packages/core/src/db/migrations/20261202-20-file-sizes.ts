import { sql, type Kysely } from 'kysely';

/**
 * The sizes of card photos, short videos and avatars: those stored before have none, and the indexes find them until they are
 * measured.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table photo_uploads add column size_bytes bigint`.execute(db);
  await sql`alter table video_uploads add column size_bytes bigint`.execute(db);
  await sql`alter table videos add column size_bytes bigint`.execute(db);
  await sql`alter table accounts add column avatar_bytes bigint`.execute(db);
  await sql`create index photo_uploads_unmeasured on photo_uploads (tenant_id, id) where size_bytes is null`.execute(
    db,
  );
  await sql`create index videos_unmeasured on videos (tenant_id, id) where size_bytes is null`.execute(db);
  await sql`
    create index accounts_unmeasured on accounts (tenant_id, id) where avatar_name is not null and avatar_bytes is null
  `.execute(db);
}
