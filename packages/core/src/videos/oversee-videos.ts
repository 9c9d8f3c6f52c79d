import { bounds, DomainError, transact, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type StaffCtx } from '../staff/index.js';
import type { OverseenComment } from '../moments/index.js';
import {
  lockVideoOfComment,
  selectOverseenComments,
  updateCommentTakenDown,
} from './comment-oversight-store.js';
import { updateCommentCounts } from './erase-store.js';
import { selectIsClosed, selectOverseen, updateTakenDown, type OverseenVideo } from './oversight-store.js';

/** A page of the videos of the tenant, newest first; `next` is the `before` of the next page. */
export async function listOverseenVideos(
  ctx: Ctx,
  filter: Parameters<typeof selectOverseen>[1],
): Promise<{ rows: OverseenVideo[]; next: number | undefined }> {
  const most = bounds.staff.videoRows;
  const found = await selectOverseen(ctx, filter, most + 1);
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

/** Takes a video down: nobody sees it or fetches its files. Throws `not_found`, also if it is down, or `invalid`. */
export function takeVideoDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return setTakenDown(ctx, 'videos.take_down', action, ctx.now());
}

/** Shows a video again that was taken down. Throws `not_found`, also if it is shown, or `invalid`. */
export function restoreVideo(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return setTakenDown(ctx, 'videos.restore', action, null);
}

async function setTakenDown(
  ctx: StaffCtx,
  action: string,
  { id, why }: { id: number; why: string },
  takenDownAt: number | null,
): Promise<void> {
  requireWhy(why);
  await transact(ctx, async (tx) => {
    const changed = await updateTakenDown(tx, id, takenDownAt);
    if (!changed) throw new DomainError('not_found');
    await audit(tx, { action, object: { kind: 'video', id }, after: { ...changed, why } });
  });
}

/** A page of the comments on a video, also those that are taken down, newest first. Throws `not_found`. */
export async function listOverseenVideoComments(
  ctx: Ctx,
  page: { videoId: number; before: number | undefined },
): Promise<{ rows: OverseenComment[]; next: number | undefined }> {
  const most = bounds.staff.commentRows;
  const found = await selectOverseenComments(ctx, page, most + 1);
  if (!found) throw new DomainError('not_found');
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

/** Takes a comment on a video down. Throws `not_found`, also if it is down, or `invalid`. */
export function takeVideoCommentDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return setCommentTakenDown(ctx, 'video_comments.take_down', action, ctx.now());
}

/** Shows a comment on a video again. Throws `not_found`, also if it is shown, or `invalid`. */
export function restoreVideoComment(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return setCommentTakenDown(ctx, 'video_comments.restore', action, null);
}

async function setCommentTakenDown(
  ctx: StaffCtx,
  action: string,
  { id, why }: { id: number; why: string },
  takenDownAt: number | null,
): Promise<void> {
  requireWhy(why);
  await transact(ctx, async (tx) => {
    const videoId = await lockVideoOfComment(tx, id);
    const authorId = videoId && (await updateCommentTakenDown(tx, id, takenDownAt));
    if (!videoId || !authorId) throw new DomainError('not_found');
    await updateCommentCounts(tx, [videoId]);
    const after = { authorId, videoId, why };
    await audit(tx, { action, object: { kind: 'video_comment', id }, after });
  });
}

/** Whether a file of videos may not be fetched, because its video was taken down. */
export const isVideoFileClosed = selectIsClosed;
