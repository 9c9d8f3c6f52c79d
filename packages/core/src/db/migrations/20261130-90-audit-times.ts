import { sql, type Kysely } from 'kysely';

/** Finds the rows of the audit log that are old enough to be deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index audit_log_at on audit_log (tenant_id, at)`.execute(db);
}
