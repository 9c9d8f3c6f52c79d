import { lookUpPerson } from '../contacts/index.js';
import type { MemberCtx, Page } from '../kernel/index.js';
import { accessVideo } from './access.js';
import { countLikes, selectLikes, type Like } from './likes-store.js';
import { paginate } from './paginate.js';
import { countFeed, selectFeed, selectVideos, type Feed, type Video, type Window } from './store.js';

/** The newest videos of all authors, optionally of one category. */
export function listNewest(
  ctx: MemberCtx,
  input: { categoryId: number | undefined; page: number },
): Promise<Page<Video>> {
  return paginateFeed(ctx, { kind: 'newest', categoryId: input.categoryId }, input.page);
}

/**
 * The videos to scroll through: recommended, or of followed authors. The opened video comes first and only once.
 * Throws `not_found` if it does not exist.
 */
export async function listFeed(
  ctx: MemberCtx,
  input: { kind: 'recommended' | 'followed'; openedId: number | undefined; page: number },
): Promise<Page<Video>> {
  const feed: Feed = { kind: input.kind };
  if (input.openedId === undefined) return paginateFeed(ctx, feed, input.page);
  return listBehind(ctx, await accessVideo(ctx, input.openedId), feed, input.page);
}

/** An account's videos, newest first. Throws `not_found`. */
export async function listVideosOf(
  ctx: MemberCtx,
  input: { accountId: number; page: number },
): Promise<Page<Video>> {
  const { id: authorId } = await lookUpPerson(ctx, input.accountId);
  return paginateFeed(ctx, { kind: 'of', authorId }, input.page);
}

/** The videos that an account likes, newest like first. Throws `not_found`. */
export async function listLikes(
  ctx: MemberCtx,
  input: { accountId: number; page: number },
): Promise<Page<Like>> {
  const { id } = await lookUpPerson(ctx, input.accountId);
  return paginate(input.page, await countLikes(ctx, id), (window) => selectLikes(ctx, id, window));
}

async function paginateFeed(ctx: MemberCtx, feed: Feed, page: number): Promise<Page<Video>> {
  return paginate(page, await countFeed(ctx, feed), async (window) =>
    selectVideos(ctx, await selectFeed(ctx, feed, window)),
  );
}

async function listBehind(ctx: MemberCtx, first: Video, feed: Feed, page: number): Promise<Page<Video>> {
  const total = await countFeed(ctx, feed);
  const isInFeed = feed.kind !== 'followed' || first.isFollowed;
  return paginate(page, isInFeed ? total : total + 1, async (window) => {
    const ids = await selectFeed(ctx, feed, behindFirst(window), first.id);
    return selectVideos(ctx, window.offset === 0 ? [first.id, ...ids] : ids);
  });
}

/** The corresponding window in the list without its first row. */
function behindFirst({ limit, offset }: Window): Window {
  return offset === 0 ? { limit: limit - 1, offset } : { limit, offset: offset - 1 };
}
