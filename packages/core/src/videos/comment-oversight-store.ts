import { sql } from 'kysely';
import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import type { OverseenComment } from '../moments/index.js';

/** Comments on a video with smaller ids than `before`, newest first; undefined if there is no such video. */
export async function selectOverseenComments(
  ctx: Ctx,
  { videoId, before }: { videoId: number; before: number | undefined },
  limit: number,
): Promise<OverseenComment[] | undefined> {
  const older = before === undefined ? sql`` : sql`and c.id < ${before}`;
  const { rows } = await sql<{ comments: OverseenComment[] }>`
    select (
      select coalesce(json_agg(json_build_object('id', c.id, 'authorId', c.account_id, 'authorName', a.username,
        'text', c.content, 'createdAt', c.created_at, 'takenDownAt', c.taken_down_at) order by c.id desc), '[]')
      from (
        select c.* from video_comments c
        where c.tenant_id = ${ctx.tenant.id} and c.video_id = v.id ${older} order by c.id desc limit ${limit}
      ) c
      join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = c.account_id
    ) as comments
    from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = ${videoId}
  `.execute(ctx.db);
  return rows[0]?.comments;
}

/** The video of a comment, with its row locked: one change of its comments at a time. */
export async function lockVideoOfComment(tx: Tx, id: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select v.id from videos v where v.tenant_id = ${tx.tenant.id} and v.id = (
      select c.video_id from video_comments c where c.tenant_id = ${tx.tenant.id} and c.id = ${id}
    ) for no key update
  `.execute(tx.db);
  return rows[0]?.id;
}

/** Takes a comment down, or restores it; returns its author, or undefined if it is in this state already. */
export async function updateCommentTakenDown(
  tx: Tx,
  id: number,
  takenDownAt: number | null,
): Promise<AccountId | undefined> {
  const { rows } = await sql<{ authorId: AccountId }>`
    update video_comments set taken_down_at = ${takenDownAt}::bigint
    where tenant_id = ${tx.tenant.id} and id = ${id} and (taken_down_at is null) = ${takenDownAt !== null}
    returning account_id as "authorId"
  `.execute(tx.db);
  return rows[0]?.authorId;
}
