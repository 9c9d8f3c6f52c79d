import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/**
 * Deletes some favourites and stickers of an account, and what others saved of its messages; returns the largest number,
 * and the released files.
 */
export async function deleteSaved(
  tx: Tx,
  { id }: Departed,
  limit: number,
): Promise<{ amount: number; fileIds: string[] }> {
  const { rows } = await sql<{ amount: number; fileIds: string[] }>`
    with picked as (
      select v.id from favourites v
      where v.tenant_id = ${tx.tenant.id} and (v.account_id = ${id} or v.sender_id = ${id} or v.sender_id = 0 and exists (
        select from entries e
        where e.tenant_id = v.tenant_id and e.conversation_id = v.conversation_id and e.seq = v.seq and e.sender_id = ${id}
      ))
      limit ${limit}
    ),
    gone_files as (
      delete from favourite_files where tenant_id = ${tx.tenant.id} and favourite_id in (select id from picked) returning file_id
    ),
    gone as (
      delete from favourites where tenant_id = ${tx.tenant.id} and id in (select id from picked) returning account_id, size_bytes
    ),
    gone_stickers as (
      delete from stickers where tenant_id = ${tx.tenant.id} and id in (
        select id from stickers where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning file_id
    ),
    lowered as (
      update favourite_usage u set favourites = u.favourites - g.amount, bytes = u.bytes - g.bytes
      from (select account_id, count(*)::int as amount, sum(size_bytes)::bigint as bytes from gone group by account_id) g
      where u.tenant_id = ${tx.tenant.id} and u.account_id = g.account_id and u.account_id <> ${id}
    ),
    unused as (
      delete from favourite_usage where tenant_id = ${tx.tenant.id} and account_id = ${id}
    )
    select greatest((select count(*) from gone), (select count(*) from gone_stickers))::int as amount,
      array(select file_id from gone_files union all select file_id from gone_stickers) as "fileIds"
  `.execute(tx.db);
  return rows[0] ?? { amount: 0, fileIds: [] };
}
