import { bounds, DomainError, transact, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type StaffCtx } from '../staff/index.js';
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

/** Whether a file of videos may not be fetched, because its video was taken down. */
export const isVideoFileClosed = selectIsClosed;
