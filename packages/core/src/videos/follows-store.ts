import { sql } from 'kysely';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { isShown, type Window } from './store.js';

/** A follower and the followed account. */
export interface Follow {
  readonly followerId: AccountId;
  readonly followedId: AccountId;
}

/** Follows or unfollows an account, in one statement like `toggleLike`. */
export async function toggleFollow(ctx: MemberCtx, followedId: AccountId): Promise<void> {
  await sql`
    with undone as (
      delete from video_follows
      where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} and followed_id = ${followedId} returning 1
    )
    insert into video_follows (tenant_id, account_id, followed_id)
    select ${ctx.tenant.id}, ${ctx.actor}, ${followedId} where not exists (select from undone)
    on conflict do nothing
  `.execute(ctx.db);
}

/** The caller's side of a follow; lists show the other side. */
export type FollowSide = 'fans' | 'following';

const ends = {
  fans: { own: 'f.followed_id', other: 'f.account_id' },
  following: { own: 'f.account_id', other: 'f.followed_id' },
} as const;

/** The caller's followers or the accounts that the caller follows, newest first. */
export async function selectFollows(
  ctx: MemberCtx,
  side: FollowSide,
  { limit, offset }: Window,
): Promise<Follow[]> {
  const { own, other } = ends[side];
  const { rows } = await sql<Follow>`
    select f.account_id as "followerId", f.followed_id as "followedId" from video_follows f
    where f.tenant_id = ${ctx.tenant.id} and ${sql.ref(own)} = ${ctx.actor} and ${isShown(ctx, other)}
    order by f.id desc limit ${limit} offset ${offset}
  `.execute(ctx.db);
  return rows;
}

/** The number of visible followers of the caller, or of accounts that the caller follows. */
export async function countFollows(ctx: MemberCtx, side: FollowSide): Promise<number> {
  const { own, other } = ends[side];
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from video_follows f
    where f.tenant_id = ${ctx.tenant.id} and ${sql.ref(own)} = ${ctx.actor} and ${isShown(ctx, other)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** The counts of a video author. */
export interface AuthorCounts {
  readonly following: number;
  readonly fans: number;
  /** Likes of all videos together. */
  readonly likes: number;
}

/** The counts of an author, regardless of visibility. */
export async function selectAuthorCounts(ctx: MemberCtx, id: AccountId): Promise<AuthorCounts> {
  const { rows } = await sql<AuthorCounts>`
    select
      (select count(*)::int from video_follows where tenant_id = ${ctx.tenant.id} and account_id = ${id}) as following,
      (select count(*)::int from video_follows where tenant_id = ${ctx.tenant.id} and followed_id = ${id}) as fans,
      (select coalesce(sum(like_count), 0)::int from videos where tenant_id = ${ctx.tenant.id} and account_id = ${id})
        as likes
  `.execute(ctx.db);
  return rows[0] ?? { following: 0, fans: 0, likes: 0 };
}
