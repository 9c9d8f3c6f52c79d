import { sql, type RawBuilder } from 'kysely';
import type { AccountId, MemberCtx, MemberTx } from '../kernel/index.js';
import { isShown, isUp, newestRows, windowOf, type Window } from './store.js';

/** A comment on a video. */
export interface Comment {
  readonly id: number;
  readonly videoId: number;
  readonly authorId: AccountId;
  /** For a reply: the comment that started the thread. */
  readonly parentId: number | null;
  /** For a reply: the person who is answered, if visible to the reader. */
  readonly toId: AccountId | null;
  readonly content: string;
  readonly createdAt: number;
}

/** Whether a comment `c` was not taken down. */
const isUpComment = sql<boolean>`c.taken_down_at is null`;

const columns = (
  ctx: MemberCtx,
) => sql`c.id, c.video_id as "videoId", c.account_id as "authorId", c.parent_id as "parentId",
  case when ${isShown(ctx, 'c.to_id')} then c.to_id end as "toId", c.content, c.created_at as "createdAt"`;

/** Stores and counts a comment on a locked video, in one statement. */
export async function insertComment(
  tx: MemberTx,
  comment: {
    videoId: number;
    ownerId: AccountId;
    parentId: number | null;
    toId: AccountId | null;
    content: string;
  },
): Promise<void> {
  const { videoId, ownerId, parentId, toId, content } = comment;
  await sql`
    with written as (
      insert into video_comments (tenant_id, video_id, owner_id, account_id, parent_id, to_id, content, created_at)
      values (${tx.tenant.id}, ${videoId}, ${ownerId}, ${tx.actor}, ${parentId}, ${toId}, ${content}, ${tx.now()})
    )
    update videos set comment_count = comment_count + 1 where tenant_id = ${tx.tenant.id} and id = ${videoId}
  `.execute(tx.db);
}

/** A visible comment on a video, or undefined. A reply is shown below the comment that started its thread. */
export async function selectComment(
  ctx: MemberCtx,
  videoId: number,
  id: number,
): Promise<Comment | undefined> {
  const { rows } = await sql<Comment>`
    select ${columns(ctx)} from video_comments c
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${id} and c.video_id = ${videoId} and ${isUpComment}
      and ${isShown(ctx, 'c.account_id')} and not exists (
        select from video_comments p
        where p.tenant_id = c.tenant_id and p.id = c.parent_id and p.taken_down_at is not null
      )
  `.execute(ctx.db);
  return rows[0];
}

/** The comments on a video that start threads, newest first. */
export async function selectThreads(ctx: MemberCtx, videoId: number, window: Window): Promise<Comment[]> {
  const { rows } = await sql<Comment>`
    select ${columns(ctx)} from ${shownThreads(ctx, videoId)} order by c.id desc ${windowOf(window)}
  `.execute(ctx.db);
  return rows;
}

/** The number of visible threads below a video. */
export async function countThreads(ctx: MemberCtx, videoId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${shownThreads(ctx, videoId)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function shownThreads(ctx: MemberCtx, videoId: number): RawBuilder<unknown> {
  const newest = newestRows(sql`
    select c.* from video_comments c
    where c.tenant_id = ${ctx.tenant.id} and c.video_id = ${videoId} and c.parent_id is null order by c.id desc`);
  return sql`${newest} c where ${isUpComment} and ${isShown(ctx, 'c.account_id')}`;
}

/** The newest replies of each thread, at most `limit` each, oldest first. */
export async function selectReplies(
  ctx: MemberCtx,
  threadIds: readonly number[],
  limit: number,
): Promise<Comment[]> {
  if (threadIds.length === 0) return [];
  const { rows } = await sql<Comment>`
    select reply.* from unnest(${[...threadIds]}::int[]) as thread (id)
    cross join lateral (
      select ${columns(ctx)} from video_comments c
      where c.tenant_id = ${ctx.tenant.id} and c.parent_id = thread.id and ${isUpComment}
        and ${isShown(ctx, 'c.account_id')}
      order by c.id desc limit ${sql.lit(limit)}
    ) as reply
    order by reply.id
  `.execute(ctx.db);
  return rows;
}

/** A comment with the cover of its video. */
export interface LoggedComment extends Comment {
  readonly cover: string;
}

/** The comments of an account that the caller sees, and the comments on its videos, newest first. */
export async function selectCommentLog(
  ctx: MemberCtx,
  accountId: AccountId,
  window: Window,
): Promise<LoggedComment[]> {
  const { rows } = await sql<LoggedComment>`
    select ${columns(ctx)}, v.cover from (${shownComments(ctx, accountId)} order by id desc ${windowOf(window)}) c
    cross join lateral (
      select v.cover from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = c.video_id offset 0
    ) v
    order by c.id desc
  `.execute(ctx.db);
  return rows;
}

/** The number of visible comments by an account that the caller sees, and on its videos. */
export async function countCommentLog(ctx: MemberCtx, accountId: AccountId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${shownComments(ctx, accountId)}) c
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Each part is the start of one index; for `or`, the planner may read the comments of all people. */
function shownComments(ctx: MemberCtx, accountId: AccountId): RawBuilder<unknown> {
  const part = (own: 'c.account_id' | 'c.owner_id', other: 'c.account_id' | 'c.owner_id') => {
    const newest = newestRows(sql`
      select c.* from video_comments c where c.tenant_id = ${ctx.tenant.id} and ${sql.ref(own)} = ${accountId} order by c.id desc`);
    return sql`select c.* from ${newest} c where ${isUpComment} and ${isShown(ctx, other)} and (
      select ${isUp} from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = c.video_id
    )`;
  };
  return sql`${part('c.account_id', 'c.owner_id')} union ${part('c.owner_id', 'c.account_id')}`;
}
