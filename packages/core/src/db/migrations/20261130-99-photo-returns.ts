import { sql, type Kysely } from 'kysely';

/** Waiting photos that are out of the queue: for some time, or because child safety decides about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table photos add column returns_at bigint, add column is_escalated boolean not null default false`.execute(
    db,
  );
  await sql`drop index photos_waiting`.execute(db);
  await sql`
    create index photos_waiting on photos (tenant_id, upload_id) include (returns_at)
    where state = 'waiting' and not is_escalated
  `.execute(db);
}
