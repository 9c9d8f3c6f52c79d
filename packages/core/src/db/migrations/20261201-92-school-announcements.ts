import { sql, type Kysely } from 'kysely';

/** An announcement can be for the people of one university. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table announcements
      drop constraint announcements_audience_check,
      add constraint announcements_audience_check check (audience in ('everybody', 'members', 'vips', 'school')),
      add column university_id integer,
      add constraint announcements_university check ((audience = 'school') = (university_id is not null)),
      add foreign key (tenant_id, university_id) references universities (tenant_id, id)
  `.execute(db);
}
