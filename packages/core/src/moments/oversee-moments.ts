import { bounds, DomainError, type Ctx, type MomentId } from '../kernel/index.js';
import { restore, takeDown, type Overseen, type StaffCtx } from '../staff/index.js';
import { selectFiles, type MomentFile } from './files-store.js';
import {
  selectIsClosed,
  selectOverseen,
  selectOverseenComments,
  updateCommentTakenDown,
  updateMomentTakenDown,
  type OverseenComment,
  type OverseenFilter,
  type OverseenRow,
} from './oversight-store.js';

/** A moment in a list of staff. */
export interface OverseenMoment extends OverseenRow {
  readonly files: readonly MomentFile[];
}

/** A page of the moments of the tenant, newest first; `next` is the `before` of the next page. */
export async function listOverseenMoments(
  ctx: Ctx,
  filter: OverseenFilter,
): Promise<{ rows: OverseenMoment[]; next: MomentId | undefined }> {
  const most = bounds.staff.momentRows;
  const found = await selectOverseen(ctx, filter, most + 1);
  const rows = found.slice(0, most);
  const files = await selectFiles(
    ctx,
    rows.map(({ id }) => id),
  );
  return {
    rows: rows.map((row) => ({ ...row, files: files.get(row.id) ?? [] })),
    next: found.length > most ? rows.at(-1)?.id : undefined,
  };
}

/** A page of the comments on a moment, also those that are taken down, newest first. Throws `not_found`. */
export async function listOverseenMomentComments(
  ctx: Ctx,
  page: { momentId: number; before: number | undefined },
): Promise<{ rows: OverseenComment[]; next: number | undefined }> {
  const most = bounds.staff.commentRows;
  const found = await selectOverseenComments(ctx, page, most + 1);
  if (!found) throw new DomainError('not_found');
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

const moments: Overseen = {
  kind: 'moment',
  update: async (tx, id, takenDownAt) => {
    const changed = await updateMomentTakenDown(tx, id, takenDownAt);
    if (changed && takenDownAt !== null) {
      const momentId = id as MomentId; // the row exists
      tx.emit({ type: 'moment_taken_down', tenantId: tx.tenant.id, momentId, ...changed });
    }
    return changed;
  },
};
const comments: Overseen = { kind: 'moment_comment', update: updateCommentTakenDown };

/** Takes a moment down: nobody sees it or fetches its files. Throws like `takeDown`. */
export function takeMomentDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return takeDown(ctx, moments, action);
}

/** Shows a moment again that was taken down. Throws like `restore`. */
export function restoreMoment(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return restore(ctx, moments, action);
}

/** Takes a comment on a moment down. Throws like `takeDown`. */
export function takeMomentCommentDown(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return takeDown(ctx, comments, action);
}

/** Shows a comment on a moment again. Throws like `restore`. */
export function restoreMomentComment(ctx: StaffCtx, action: { id: number; why: string }): Promise<void> {
  return restore(ctx, comments, action);
}

/** Whether a file of moments may not be fetched, because its moment was taken down. */
export function isMomentFileClosed(db: Ctx['db'], name: string): Promise<boolean> {
  const [fileId = ''] = name.toLowerCase().split(/[._]/);
  return selectIsClosed(db, fileId);
}
