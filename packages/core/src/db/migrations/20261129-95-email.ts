import { sql, type Kysely } from 'kysely';

/** An account has a confirmed e-mail address, and no other account of the tenant the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts add column email_key text`.execute(db);
  await sql`
    create unique index accounts_email on accounts (tenant_id, email_key) where email_key is not null
  `.execute(db);
}
