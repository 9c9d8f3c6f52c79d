import { sql, type Kysely } from 'kysely';

/** Who looks at which item of a review queue, and the newest decision about an upload. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table review_leases (
      tenant_id integer not null references tenants (id) on delete cascade,
      queue text not null check (queue in ('photos', 'reports', 'child_safety', 'appeals')),
      -- The number of the upload, or the id of the reported account.
      item_id bigint not null,
      -- The staff of another tenant owns the installation.
      staff_tenant_id integer not null,
      staff_id integer not null,
      staff_name text not null,
      until bigint not null,
      primary key (tenant_id, queue, item_id),
      foreign key (staff_tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index review_leases_of_staff on review_leases (staff_tenant_id, staff_id)`.execute(db);
  await sql`
    create index moderation_log_upload on moderation_log (tenant_id, upload_id, id) where upload_id is not null
  `.execute(db);
}
