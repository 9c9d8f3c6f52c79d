import { sql, type Kysely } from 'kysely';

/** Account photos are stored under random names instead of enumerable ids. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Until the files are moved.
    alter table accounts rename column has_photo to has_unmoved_photo;
    alter table accounts add column avatar_name text;
    update accounts set avatar_name = replace(gen_random_uuid()::text, '-', '') where has_unmoved_photo;
    create index accounts_unmoved_photo on accounts (tenant_id, id) where has_unmoved_photo;
  `.execute(db);
}
