import { sql, type Kysely } from 'kysely';

/** Which transaction of a purchase is the newest, and whether the store itself took it back: then it alone gives it again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table purchases
      add column store_purchased_at bigint,
      add column is_refunded boolean not null default false
  `.execute(db);
}
