import { DomainError, type MemberCtx, type MemberTx } from '../kernel/index.js';
import { lockVideoRow, selectVideos, type Video } from './store.js';

/** A video that the caller may see. Throws `not_found`. */
export async function accessVideo(ctx: MemberCtx, id: number): Promise<Video> {
  const [video] = await selectVideos(ctx, [id]);
  if (!video) throw new DomainError('not_found');
  return video;
}

/**
 * A video that the caller may see, locked until the transaction ends: it stays, and nobody else changes its comments. Throws
 * `not_found`.
 */
export async function lockVideo(tx: MemberTx, id: number): Promise<Video> {
  await lockVideoRow(tx, id);
  return accessVideo(tx, id);
}
