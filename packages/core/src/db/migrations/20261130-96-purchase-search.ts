import { sql, type Kysely } from 'kysely';

/** Finding purchases by the number of a transaction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index purchases_transaction on purchases (tenant_id, transaction_id)`.execute(db);
  await sql`create index purchases_original on purchases (tenant_id, original_transaction_id)`.execute(db);
  await sql`create index purchases_stored on purchases (tenant_id, store_transaction_id)`.execute(db);
}
