import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes some friendships, friend requests and blocks of an account, in both directions; returns the largest number. */
export async function deleteRelations(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with own as (
      select friend_id from friends where tenant_id = ${tx.tenant.id} and account_id = ${id} order by friend_id limit ${limit}
    ),
    gone_friends as (
      delete from friends where tenant_id = ${tx.tenant.id} and (
        (account_id = ${id} and friend_id in (select friend_id from own))
        or (friend_id = ${id} and account_id in (select friend_id from own))
      ) returning 1
    ),
    gone_requests as (
      delete from friend_requests where tenant_id = ${tx.tenant.id} and id in (
        select id from friend_requests where tenant_id = ${tx.tenant.id} and (from_id = ${id} or to_id = ${id}) limit ${limit}
      ) returning 1
    ),
    gone_blocks as (
      delete from blocks where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from blocks where tenant_id = ${tx.tenant.id} and (account_id = ${id} or blocked_id = ${id}) limit ${limit}
      ) returning 1
    )
    select greatest((select count(*) from own), (select count(*) from gone_requests), (select count(*) from gone_blocks))::int
      as amount
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}
