import { sql, type Kysely } from 'kysely';

/** Videos that staff have taken down: nobody sees them, until they are restored. The lists read only their indexes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table videos add column taken_down_at bigint`.execute(db);
  await sql`drop index videos_rank`.execute(db);
  await sql`drop index videos_category`.execute(db);
  await sql`drop index videos_account`.execute(db);
  await sql`
    create index videos_rank on videos (tenant_id, rank_at desc, id desc) include (account_id, taken_down_at)
  `.execute(db);
  await sql`
    create index videos_category on videos (tenant_id, category_id, id desc) include (account_id, taken_down_at)
  `.execute(db);
  await sql`create index videos_account on videos (tenant_id, account_id, id desc) include (taken_down_at)`.execute(
    db,
  );
  await sql`create index videos_taken_down on videos (tenant_id, id) where taken_down_at is not null`.execute(
    db,
  );
  await sql`create index videos_closed_file on videos (file) where taken_down_at is not null`.execute(db);
  await sql`create index videos_closed_cover on videos (cover) where taken_down_at is not null`.execute(db);
}
