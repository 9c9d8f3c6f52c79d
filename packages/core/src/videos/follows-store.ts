import { sql, type RawBuilder } from 'kysely';
import type { AccountId, MemberCtx } from '../kernel/index.js';
import { addToAuthorCounts } from './author-counts-store.js';
import { isShown, newestRows, windowOf, type Window } from './store.js';

/** A follower and the followed account. */
export interface Follow {
  readonly followerId: AccountId;
  readonly followedId: AccountId;
}

/** Follows or unfollows an account, with the counts of both, in one statement like `toggleLike`. */
export async function toggleFollow(ctx: MemberCtx, followedId: AccountId): Promise<void> {
  await sql`
    with undone as (
      delete from video_follows
      where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} and followed_id = ${followedId} returning 1
    ),
    done as (
      insert into video_follows (tenant_id, account_id, followed_id)
      select ${ctx.tenant.id}, ${ctx.actor}, ${followedId} where not exists (select from undone)
      on conflict do nothing returning 1
    ),
    change as (select (select count(*) from done)::int - (select count(*) from undone)::int as amount)
    ${addToAuthorCounts(
      ctx,
      sql`
        select ${ctx.actor}::int, amount, 0, 0 from change where amount <> 0
        union all select ${followedId}::int, 0, amount, 0 from change where amount <> 0`,
    )}
  `.execute(ctx.db);
}

/** The caller's side of a follow; lists show the other side. */
export type FollowSide = 'fans' | 'following';

const ends = {
  fans: { own: 'f.followed_id', other: 'f.account_id' },
  following: { own: 'f.account_id', other: 'f.followed_id' },
} as const;

/** The caller's followers or the accounts that the caller follows, newest first. */
export async function selectFollows(ctx: MemberCtx, side: FollowSide, window: Window): Promise<Follow[]> {
  const { rows } = await sql<Follow>`
    select f.account_id as "followerId", f.followed_id as "followedId" from ${shownFollows(ctx, side)}
    order by f.id desc ${windowOf(window)}
  `.execute(ctx.db);
  return rows;
}

/** The number of visible followers of the caller, or of accounts that the caller follows. */
export async function countFollows(ctx: MemberCtx, side: FollowSide): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${shownFollows(ctx, side)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function shownFollows(ctx: MemberCtx, side: FollowSide): RawBuilder<unknown> {
  const { own, other } = ends[side];
  const newest = newestRows(sql`
    select f.* from video_follows f where f.tenant_id = ${ctx.tenant.id} and ${sql.ref(own)} = ${ctx.actor} order by f.id desc`);
  return sql`${newest} f where ${isShown(ctx, other)}`;
}
