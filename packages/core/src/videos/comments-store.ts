import { sql, type RawBuilder } from 'kysely';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { isShown, type Window } from './store.js';

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

const columns = (
  ctx: MemberCtx,
) => sql`c.id, c.video_id as "videoId", c.account_id as "authorId", c.parent_id as "parentId",
  case when ${isShown(ctx, 'c.to_id')} then c.to_id end as "toId", c.content, c.created_at as "createdAt"`;

/** Stores and counts a comment, in one statement. */
export async function insertComment(
  ctx: MemberCtx,
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
      values (${ctx.tenant.id}, ${videoId}, ${ownerId}, ${ctx.actor}, ${parentId}, ${toId}, ${content}, ${ctx.now()})
    )
    update videos set comment_count = comment_count + 1 where tenant_id = ${ctx.tenant.id} and id = ${videoId}
  `.execute(ctx.db);
}

/** A visible comment on a video, or undefined. */
export async function selectComment(
  ctx: MemberCtx,
  videoId: number,
  id: number,
): Promise<Comment | undefined> {
  const { rows } = await sql<Comment>`
    select ${columns(ctx)} from video_comments c
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${id} and c.video_id = ${videoId} and ${isShown(ctx, 'c.account_id')}
  `.execute(ctx.db);
  return rows[0];
}

/** The comments on a video that start threads, newest first. */
export async function selectThreads(
  ctx: MemberCtx,
  videoId: number,
  { limit, offset }: Window,
): Promise<Comment[]> {
  const { rows } = await sql<Comment>`
    select ${columns(ctx)} from video_comments c where ${beginsThread(ctx, videoId)}
    order by c.id desc limit ${limit} offset ${offset}
  `.execute(ctx.db);
  return rows;
}

/** The number of visible threads below a video. */
export async function countThreads(ctx: MemberCtx, videoId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from video_comments c where ${beginsThread(ctx, videoId)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function beginsThread(ctx: MemberCtx, videoId: number): RawBuilder<boolean> {
  return sql`c.tenant_id = ${ctx.tenant.id} and c.video_id = ${videoId} and c.parent_id is null
    and ${isShown(ctx, 'c.account_id')}`;
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
      where c.tenant_id = ${ctx.tenant.id} and c.parent_id = thread.id and ${isShown(ctx, 'c.account_id')}
      order by c.id desc limit ${limit}
    ) as reply
    order by reply.id
  `.execute(ctx.db);
  return rows;
}

/** A comment with the cover of its video. */
export interface LoggedComment extends Comment {
  readonly cover: string;
}

/** An account's comments, and the comments on its videos, newest first. */
export async function selectCommentLog(
  ctx: MemberCtx,
  accountId: AccountId,
  { limit, offset }: Window,
): Promise<LoggedComment[]> {
  // Each part is the start of one index; for `or`, the planner may read the comments of all people.
  const newest = (column: 'c.account_id' | 'c.owner_id') => sql`(
    select c.* from video_comments c where ${concerns(ctx, accountId, column)} order by c.id desc limit ${offset + limit}
  )`;
  const { rows } = await sql<LoggedComment>`
    select ${columns(ctx)}, v.cover from (${newest('c.account_id')} union ${newest('c.owner_id')}) c
    join videos v on v.tenant_id = c.tenant_id and v.id = c.video_id
    order by c.id desc limit ${limit} offset ${offset}
  `.execute(ctx.db);
  return rows;
}

/** The number of visible comments by an account and on its videos. */
export async function countCommentLog(ctx: MemberCtx, accountId: AccountId): Promise<number> {
  const ids = (column: 'c.account_id' | 'c.owner_id') =>
    sql`select c.id from video_comments c where ${concerns(ctx, accountId, column)}`;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (${ids('c.account_id')} union ${ids('c.owner_id')}) c
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Whether the account of this column is the one of the log, and the caller sees the comment. */
function concerns(
  ctx: MemberCtx,
  accountId: AccountId,
  column: 'c.account_id' | 'c.owner_id',
): RawBuilder<boolean> {
  return sql`c.tenant_id = ${ctx.tenant.id} and ${sql.ref(column)} = ${accountId}
    and ${isShown(ctx, 'c.account_id')} and ${isShown(ctx, 'c.owner_id')}`;
}
