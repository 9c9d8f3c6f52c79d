import { sql, type RawBuilder } from 'kysely';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { addToAuthorCounts } from './author-counts-store.js';
import { isShown, isUp, newestRows, windowOf, type Window } from './store.js';

/** Each doubling of its likes moves a video this much later in the ranking. */
const DOUBLING_MS = 12 * 3600_000;

/** The place in the ranking of a video `v` with this number of likes. */
export function rankAt(likes: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`v.created_at + (${DOUBLING_MS}::bigint * ln(1 + ${likes}) / ln(2))::bigint`;
}

/**
 * Adds or removes the caller's like, with counts and rank; returns false if the video is gone. One statement, so that the
 * counts equal the number of rows under concurrency. It locks the video first, with the lock that the count needs: the video
 * may be erased, which deletes the likes after it.
 */
export async function toggleLike(ctx: MemberCtx, videoId: number): Promise<boolean> {
  const { rows } = await sql<{ isFound: boolean }>`
    with video as materialized (
      select v.id from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = ${videoId} and ${isUp} for no key update
    ),
    undone as (
      delete from video_likes
      where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} and video_id = (select id from video) returning 1
    ),
    done as (
      insert into video_likes (tenant_id, account_id, video_id, created_at)
      select ${ctx.tenant.id}, ${ctx.actor}, id, ${ctx.now()} from video where not exists (select from undone)
      on conflict do nothing returning 1
    ),
    change as (select (select count(*) from done)::int - (select count(*) from undone)::int as likes),
    changed as (
      update videos v set like_count = v.like_count + c.likes,
        rank_at = ${rankAt(sql`v.like_count + c.likes`)}
      from change c where v.tenant_id = ${ctx.tenant.id} and v.id = ${videoId} and c.likes <> 0
      returning v.account_id, c.likes
    ),
    counted as (
      ${addToAuthorCounts(ctx, sql`select account_id, 0, 0, likes from changed`)}
    )
    select exists (select from video) as "isFound"
  `.execute(ctx.db);
  return rows[0]?.isFound ?? false;
}

/** A like with its video. */
export interface Like {
  readonly videoId: number;
  readonly title: string;
  readonly cover: string;
  readonly likeCount: number;
  readonly likedAt: number;
}

/** The likes of an account on visible videos, newest first. */
export async function selectLikes(ctx: MemberCtx, by: AccountId, window: Window): Promise<Like[]> {
  const { rows } = await sql<Like>`
    select v.id as "videoId", v.title, v.cover, v.like_count as "likeCount", l.created_at as "likedAt"
    from ${shownLikes(ctx, by)} order by l.id desc ${windowOf(window)}
  `.execute(ctx.db);
  return rows;
}

/** The number of an account's likes on visible videos. */
export async function countLikes(ctx: MemberCtx, by: AccountId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${shownLikes(ctx, by)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function shownLikes(ctx: MemberCtx, by: AccountId): RawBuilder<unknown> {
  const newest = newestRows(sql`
    select l.* from video_likes l where l.tenant_id = ${ctx.tenant.id} and l.account_id = ${by} order by l.id desc`);
  return sql`${newest} l
    cross join lateral (select * from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = l.video_id offset 0) v
    where ${isUp} and ${isShown(ctx, 'v.account_id')}`;
}
