import { sql, type Kysely } from 'kysely';

/**
 * Small indexes that lists probe for each of their rows: usually they find nothing there, and so read no row of the
 * table. Their conditions are repeated literally in the statements.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index accounts_apart on accounts (tenant_id, id) where is_shadow_limited or is_minor is not false
  `.execute(db);
  await sql`
    create index friends_remarked on friends (tenant_id, account_id, friend_id) where remark <> ''
  `.execute(db);
}
