import { sql, type Kysely } from 'kysely';

/**
 * An announcement has texts by language, a time at which it begins and perhaps one at which it ends, and an audience.
 * Members see the newest one that is for them at the time of the request, so that nobody must act at a time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table announcements
      add column version integer not null default 1,
      add column texts jsonb,
      add column audience text not null default 'everybody' check (audience in ('everybody', 'members', 'vips')),
      add column begin_at bigint,
      add column end_at bigint,
      add column written_by text not null default 'kith',
      add column changed_at bigint,
      add check (end_at > begin_at)
  `.execute(db);
  await sql`
    update announcements set begin_at = created_at, changed_at = created_at,
      texts = jsonb_build_object('all', jsonb_build_object('title', title, 'body', body))
  `.execute(db);
  await sql`
    alter table announcements drop column title, drop column body, alter column texts set not null,
      alter column begin_at set not null, alter column changed_at set not null, alter column written_by drop default
  `.execute(db);
}
