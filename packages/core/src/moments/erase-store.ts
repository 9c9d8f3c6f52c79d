import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';
import type { MomentFile, Purpose } from './files-store.js';

/** Deletes some moments, likes and comments of an account, and its marks; returns the largest number. */
export async function deleteMomentTraces(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone as (
      delete from moments where tenant_id = ${tx.tenant.id} and id in (
        select m.id from moments m where m.tenant_id = ${tx.tenant.id} and m.author_id = ${id} and not exists (
          select from moment_files f where f.tenant_id = m.tenant_id and f.moment_id = m.id
        ) limit ${limit}
      ) returning 1
    ),
    gone_likes as (
      delete from moment_likes where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from moment_likes where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning 1
    ),
    gone_comments as (
      delete from moment_comments where tenant_id = ${tx.tenant.id} and id in (
        select id from moment_comments where tenant_id = ${tx.tenant.id} and author_id = ${id} limit ${limit}
      ) returning 1
    ),
    unanswered as (
      update moment_comments set reply_to_id = null
      where tenant_id = ${tx.tenant.id} and reply_to_id = ${id} and author_id <> ${id} returning 1
    ),
    unmarked as (
      delete from moment_marks where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    unnoticed as (
      delete from moment_notices where tenant_id = ${tx.tenant.id} and account_id = ${id}
    )
    select greatest(
      (select count(*) from gone), (select count(*) from gone_likes), (select count(*) from gone_comments)
    )::int as amount
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}

/** Deletes the rows of some files of an account's moments and covers; returns the files. */
export async function deleteFilesOf(
  tx: Tx,
  { id }: Departed,
  limit: number,
): Promise<(MomentFile & { purpose: Purpose })[]> {
  const { rows } = await sql<MomentFile & { purpose: Purpose }>`
    delete from moment_files where tenant_id = ${tx.tenant.id} and file_id in (
      select file_id from moment_files where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
    )
    returning file_id as "fileId", extension, is_video as "isVideo", purpose
  `.execute(tx.db);
  return rows;
}
