import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx, MemberCtx } from '../kernel/index.js';

/** The counts of a video author. */
export interface AuthorCounts {
  readonly following: number;
  readonly fans: number;
  /** Likes of all videos together. */
  readonly likes: number;
}

/** The counts of an author, regardless of visibility. */
export async function selectAuthorCounts(ctx: MemberCtx, id: AccountId): Promise<AuthorCounts> {
  const row = await ctx.db
    .selectFrom('video_author_counts')
    .select(['following', 'fans', 'likes'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', id)
    .executeTakeFirst();
  return row ?? { following: 0, fans: 0, likes: 0 };
}

/**
 * Adds to the counts of authors: `rows` are `(account_id, following, fans, likes)`. In the order of the accounts, so that
 * simultaneous changes cannot deadlock.
 */
export function addToAuthorCounts({ tenant }: Ctx, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into video_author_counts as c (tenant_id, account_id, following, fans, likes)
    select ${tenant.id}, r.account_id, r.following, r.fans, r.likes
    from (${rows}) as r (account_id, following, fans, likes) order by r.account_id
    on conflict (tenant_id, account_id) do update
    set following = c.following + excluded.following, fans = c.fans + excluded.fans, likes = c.likes + excluded.likes
  `;
}
