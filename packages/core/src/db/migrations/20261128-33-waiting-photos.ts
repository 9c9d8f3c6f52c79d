import { sql, type Kysely } from 'kysely';

/** A picture waiting for a registration belongs to the network of its uploader. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table waiting_photos add column network text not null default '';
    alter table waiting_photos drop constraint waiting_photos_pkey;
    alter table waiting_photos add primary key (tenant_id, username_key, network);
  `.execute(db);
}
