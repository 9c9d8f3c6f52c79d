import { limitActor, type MemberCtx } from '../kernel/index.js';
import { accessVideo } from './access.js';
import { toggleLike } from './likes-store.js';

/** Likes a video, also an own one, or removes the like. Throws `not_found`. */
export async function likeVideo(ctx: MemberCtx, id: number): Promise<void> {
  await limitActor(ctx, 'like');
  await toggleLike(ctx, (await accessVideo(ctx, id)).id);
}
