import { sql, type Kysely } from 'kysely';

/** Bytes uploaded per day by an account, an address or a site; swept when the day is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table uploaded_bytes (
      tenant_id integer not null references tenants,
      day date not null,
      holder text not null,
      bytes bigint not null,
      primary key (tenant_id, day, holder)
    );
  `.execute(db);
}
