import { bounds, DomainError, type Ctx } from '../kernel/index.js';
import { restore, takeDown, type Overseen, type StaffCtx } from '../staff/index.js';
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

const videos: Overseen = {
  kind: 'video',
  update: async (tx, id, takenDownAt) => {
    const changed = await updateTakenDown(tx, id, takenDownAt);
    if (changed && takenDownAt !== null)
      tx.emit({ type: 'video_taken_down', tenantId: tx.tenant.id, videoId: id });
    return changed;
  },
};
const comments: Overseen = {
  kind: 'video_comment',
  update: async (tx, id, takenDownAt) => {
    const videoId = await lockVideoOfComment(tx, id);
    const authorId = videoId && (await updateCommentTakenDown(tx, id, takenDownAt));
    if (!videoId || !authorId) return undefined;
    await updateCommentCounts(tx, [videoId]);
    return { authorId, videoId };
  },
};

/** Takes a video down: nobody sees it or fetches its files. Throws like `takeDown`. */
export function takeVideoDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return takeDown(ctx, videos, action);
}

/** Shows a video again that was taken down. Throws like `restore`. */
export function restoreVideo(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return restore(ctx, videos, action);
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

/** Takes a comment on a video down. Throws like `takeDown`. */
export function takeVideoCommentDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return takeDown(ctx, comments, action);
}

/** Shows a comment on a video again. Throws like `restore`. */
export function restoreVideoComment(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return restore(ctx, comments, action);
}

/** Whether a file of videos may not be fetched, because its video was taken down. */
export const isVideoFileClosed = selectIsClosed;
