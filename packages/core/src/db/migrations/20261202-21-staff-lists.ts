import { sql, type Kysely } from 'kysely';

/**
 * Finds who holds a plan now without reading what has ended, and a page of the newest people without reading all of whom an
 * import made in one moment.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index entitlements_of_plan on entitlements (tenant_id, plan_id, account_id) include (starts_at, holds_until)
    where revoked_at is null and closed_at is null
  `.execute(db);
  await sql`create index accounts_newest on accounts (tenant_id, created_at, id) where kind = 'member'`.execute(
    db,
  );
  await sql`drop index accounts_made`.execute(db);
}
