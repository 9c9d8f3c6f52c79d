import { sql, type Kysely } from 'kysely';

/** A picture waiting for a registration belongs to the network of its uploader. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table pending_avatars add column network text not null default '';
    alter table pending_avatars drop constraint pending_avatars_pkey;
    alter table pending_avatars add primary key (tenant_id, username_key, network);
  `.execute(db);
}
