import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';
import { addToAuthorCounts } from './author-counts-store.js';
import { rankAt } from './likes-store.js';

/** Deletes some videos and unpublished uploads of an account; returns the names of their files. */
export async function deleteVideosOf(tx: Tx, { id }: Departed, limit: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with gone as (
      delete from videos where tenant_id = ${tx.tenant.id} and id in (
        select id from videos where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning file, cover
    ),
    unpublished as (
      delete from video_uploads where tenant_id = ${tx.tenant.id} and name in (
        select name from video_uploads where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning name
    ),
    uncounted as (
      delete from video_counts where tenant_id = ${tx.tenant.id} and account_id = ${id}
    )
    select n.name from gone cross join lateral (values (file), (cover)) as n(name) union all select name from unpublished
  `.execute(tx.db);
  return rows.map(({ name }) => name);
}

/** Deletes some likes of an account, with the counts of the videos and their authors; returns their number. */
export async function deleteLikesOf(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone as (
      delete from video_likes where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from video_likes where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      ) returning video_id
    ),
    lowered as (
      update videos v set like_count = v.like_count - 1, rank_at = ${rankAt(sql`v.like_count - 1`)}
      from gone g where v.tenant_id = ${tx.tenant.id} and v.id = g.video_id
      returning v.account_id
    ),
    counted as (
      ${addToAuthorCounts(tx, sql`select account_id, 0, 0, -count(*)::int from lowered group by account_id`)}
    )
    select count(*)::int as amount from gone
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}

/** Deletes some follows of an account and its followers, with the counts of the others; returns their number. */
export async function deleteFollowsOf(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone as (
      delete from video_follows where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from video_follows where tenant_id = ${tx.tenant.id} and (account_id = ${id} or followed_id = ${id}) limit ${limit}
      ) returning account_id, followed_id
    ),
    counted as (
      ${addToAuthorCounts(
        tx,
        sql`select case when account_id = ${id} then followed_id else account_id end, -sum((followed_id = ${id})::int)::int,
          -sum((account_id = ${id})::int)::int, 0 from gone group by 1`,
      )}
    )
    select count(*)::int as amount from gone
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}

/** Deletes an account's counts as an author. */
export async function deleteAuthorCounts(tx: Tx, { id }: Departed): Promise<void> {
  await tx.db
    .deleteFrom('video_author_counts')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', id)
    .execute();
}

/** Locks the videos below which some comments of an account are: one change of their comments at a time. */
export async function lockCommentedVideos(tx: Tx, { id }: Departed, limit: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select v.id from videos v where v.tenant_id = ${tx.tenant.id} and v.id in (
      select video_id from video_comments where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
    ) order by v.id for no key update
  `.execute(tx.db);
  return rows.map((row) => row.id);
}

/** Deletes some comments of an account below these videos, with the replies to them; returns their number. */
export async function deleteCommentsOf(
  tx: Tx,
  { id }: Departed,
  videoIds: readonly number[],
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from video_comments where tenant_id = ${tx.tenant.id} and id in (
      select id from video_comments
      where tenant_id = ${tx.tenant.id} and account_id = ${id} and video_id = any(${[...videoIds]}::int[]) limit ${limit}
    )
  `.execute(tx.db);
  return Number(numAffectedRows ?? 0n);
}

/** Counts the comments of locked videos again: those that are shown. A reply is shown below the comment that started its thread. */
export async function updateCommentCounts(tx: Tx, videoIds: readonly number[]): Promise<void> {
  await sql`
    update videos v set comment_count = (
      select count(*) from video_comments c where c.tenant_id = v.tenant_id and c.video_id = v.id and c.taken_down_at is null and not exists (
        select from video_comments p where p.tenant_id = c.tenant_id and p.id = c.parent_id and p.taken_down_at is not null
      )
    )
    where v.tenant_id = ${tx.tenant.id} and v.id = any(${[...videoIds]}::int[])
  `.execute(tx.db);
}
