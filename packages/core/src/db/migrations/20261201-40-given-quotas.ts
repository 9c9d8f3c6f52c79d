import { sql, type Kysely } from 'kysely';

/** Further uses of a daily quota that staff give an account: a line of the ledger without a target. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table quota_ledger add column given integer check (given <> 0)`.execute(db);
  await sql`alter table quota_ledger alter column target_id drop not null`.execute(db);
  await sql`alter table quota_ledger add constraint quota_ledger_kind check ((target_id is null) = (given is not null))`.execute(
    db,
  );
}
