import { DomainError, type MemberCtx } from '../kernel/index.js';
import { selectVideos, type Video } from './store.js';

/** A video that the caller may see. Throws `not_found`. */
export async function accessVideo(ctx: MemberCtx, id: number): Promise<Video> {
  const [video] = await selectVideos(ctx, [id]);
  if (!video) throw new DomainError('not_found');
  return video;
}
