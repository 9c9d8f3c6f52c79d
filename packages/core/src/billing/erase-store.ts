import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/**
 * Deletes an account's quotas and its identity at the stores. What the law requires of sales stays without personal data:
 * which plan was bought when, for how much, under which number of the store, and what was granted.
 */
export async function deleteQuotas(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone_days as (
      delete from quota_days where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    ),
    gone_lines as (
      delete from quota_ledger where tenant_id = ${tx.tenant.id} and id in (
        select id from quota_ledger where tenant_id = ${tx.tenant.id} and (account_id = ${id} or target_id = ${id}) limit ${limit}
      ) returning 1
    ),
    gone_identity as (
      delete from store_identities where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    ),
    emptied as (
      update purchases set extra_data = '' where tenant_id = ${tx.tenant.id} and account_id = ${id} and extra_data <> '' returning 1
    ),
    unexplained as (
      update billing_log set why = '' where tenant_id = ${tx.tenant.id} and account_id = ${id} and why <> '' returning 1
    )
    select (select count(*) from gone_lines)::int as amount
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}
