import type { Profile } from '../accounts/index.js';
import { accessPerson, lookUpPerson } from '../contacts/index.js';
import { invalid, limitActor, type MemberCtx, type Page } from '../kernel/index.js';
import { selectAuthorCounts, type AuthorCounts } from './author-counts-store.js';
import { countFollows, selectFollows, toggleFollow, type Follow, type FollowSide } from './follows-store.js';
import { paginate } from './paginate.js';

/** Follows an account, or unfollows it. Throws `invalid` for the caller's own id, or `not_found`. */
export async function followAuthor(ctx: MemberCtx, id: number): Promise<void> {
  await limitActor(ctx, 'follow');
  if (id === ctx.actor) throw invalid('authorId');
  await toggleFollow(ctx, (await accessPerson(ctx, id)).id);
}

/** The caller's followers or the accounts that the caller follows, newest first. */
export async function listFollows(
  ctx: MemberCtx,
  input: { side: FollowSide; page: number },
): Promise<Page<Follow>> {
  const total = await countFollows(ctx, input.side);
  return paginate(input.page, total, (window) => selectFollows(ctx, input.side, window));
}

/** The profile and counts of a video author. Throws `not_found`. */
export async function getAuthor(
  ctx: MemberCtx,
  id: number,
): Promise<AuthorCounts & { readonly profile: Profile }> {
  const profile = await lookUpPerson(ctx, id);
  return { profile, ...(await selectAuthorCounts(ctx, profile.id)) };
}
