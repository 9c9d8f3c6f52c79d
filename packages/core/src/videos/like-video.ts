import { DomainError, limitActor, type MemberCtx } from '../kernel/index.js';
import { accessVideo } from './access.js';
import { toggleLike } from './likes-store.js';

/** Likes a video, also an own one, or removes the like. Throws `not_found`. */
export async function likeVideo(ctx: MemberCtx, id: number): Promise<void> {
  await limitActor(ctx, 'like');
  const video = await accessVideo(ctx, id);
  if (!(await toggleLike(ctx, video.id))) throw new DomainError('not_found');
}
