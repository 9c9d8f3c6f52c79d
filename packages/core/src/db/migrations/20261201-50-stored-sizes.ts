import { sql, type Kysely } from 'kysely';

/** How much of each kind a tenant stores, as it was summed last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stored_sizes (
      tenant_id integer not null references tenants (id) on delete cascade,
      kind text not null,
      amount bigint not null,
      -- Null if the sizes of this kind are not recorded.
      bytes bigint,
      at bigint not null,
      primary key (tenant_id, kind)
    )
  `.execute(db);
}
