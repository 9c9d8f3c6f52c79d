import { sql, type Kysely } from 'kysely';

/** Appeals of people against their sanctions, one for each sanction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table appeals (
      tenant_id integer not null,
      sanction_id bigint not null,
      text text not null,
      -- The language of the person, in which the decision is told.
      locale text not null,
      state text not null default 'waiting' check (state in ('waiting', 'granted', 'refused')),
      created_at bigint not null,
      primary key (tenant_id, sanction_id),
      foreign key (tenant_id, sanction_id) references sanctions (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`
    create index appeals_waiting on appeals (tenant_id, created_at, sanction_id) where state = 'waiting'
  `.execute(db);
}
