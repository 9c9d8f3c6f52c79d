import { sql, type Kysely } from 'kysely';

/** Which messages a member of staff may read, and until when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table message_openings (
      tenant_id integer not null references tenants (id) on delete cascade,
      id bigint not null generated always as identity,
      -- The staff of another tenant owns the installation.
      staff_tenant_id integer not null,
      staff_id integer not null,
      conversation_id bigint not null,
      first_seq integer not null,
      last_seq integer not null,
      until bigint not null,
      primary key (tenant_id, id),
      foreign key (staff_tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index message_openings_until on message_openings (tenant_id, until)`.execute(db);
  await sql`create index message_openings_staff on message_openings (staff_tenant_id, staff_id)`.execute(db);
  await sql`
    create index message_openings_conversation on message_openings (tenant_id, conversation_id)
  `.execute(db);
}
