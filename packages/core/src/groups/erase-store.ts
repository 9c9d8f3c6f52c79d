import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes some of an account's requests to join groups, its invitations and its notices; returns the largest number. */
export async function deleteGroupTraces(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone_requests as (
      delete from group_requests where tenant_id = ${tx.tenant.id} and id in (
        select id from group_requests where tenant_id = ${tx.tenant.id} and (account_id = ${id} or inviter_id = ${id}) limit ${limit}
      ) returning 1
    ),
    gone_notices as (
      delete from group_notices where tenant_id = ${tx.tenant.id} and id in (
        select id from group_notices where tenant_id = ${tx.tenant.id} and author_id = ${id} limit ${limit}
      ) returning 1
    )
    select greatest((select count(*) from gone_requests), (select count(*) from gone_notices))::int as amount
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}
