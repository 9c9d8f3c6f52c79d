import { bounds, transact, type Ctx } from '../kernel/index.js';
import { decidePhotos, restrictUpload, restrictWaiting, type Upload } from '../photos/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import { CHILD_SAFETY, ESCALATED, REOPENED, RETURNED } from './photo-decisions.js';
import { deleteRefusedBy, insertRefused } from './refused-images-store.js';
import { selectRestrictedPhotos, type RestrictedPhotos } from './restricted-photos-store.js';
import {
  accessUpload,
  banForChildSafety,
  decide,
  noSuch,
  only,
  retractNewest,
  type SeenPhoto,
} from './review-photo.js';
import { requireReason } from './sanction-account.js';
import { selectNewestDecisions } from './store.js';

const queue = 'child_safety_photos';

/** A page of the photos that wait for those who handle child safety, or of those that they have refused. */
export async function listRestrictedPhotos(
  ctx: StaffCtx,
  { isWaiting, after = 0 }: { isWaiting: boolean; after?: number | undefined },
): Promise<RestrictedPhotos & { next: number | undefined }> {
  const { queueItems: size, queueCounted: counted } = bounds.staff;
  const page = await selectRestrictedPhotos(ctx, { isWaiting, after, limit: size + 1, counted });
  const rows = page.rows.slice(0, size);
  return { ...page, rows, next: page.rows.length > size ? rows.at(-1)?.id : undefined };
}

/** The upload whose picture somebody wants to see, which the audit log has. Throws `not_found`, also if it is not restricted. */
export async function openRestrictedPhoto(ctx: StaffCtx, id: number): Promise<Upload> {
  const upload = await accessRestricted(ctx, id);
  await transact(ctx, (tx) =>
    audit(tx, { action: 'child_safety.open_photo', object: { kind: 'photo', id: upload.id } }),
  );
  return upload;
}

/**
 * Refuses a waiting photo for good: it stays as evidence, also if its owner has deleted it, and the account is banned without
 * an end. Returns the new version. Throws `invalid` without a reason, `stale`, or `not_found` if it does not wait here.
 */
export function refuseRestrictedPhoto(ctx: StaffCtx, seen: SeenPhoto & { why: string }): Promise<number> {
  const input = inputOf(ctx, seen);
  requireReason(input);
  return decide(
    ctx,
    input,
    'refuse',
    async (tx, upload) => {
      if (!(await doesWait(tx, upload))) return undefined;
      await decidePhotos(tx, only(upload), { from: ['waiting'], to: 'refused' });
      return banForChildSafety(tx, upload, input);
    },
    queue,
  );
}

/**
 * Gives a waiting photo back to the queue of photos: every moderator sees it again. Returns the new version. Throws like
 * `refuseRestrictedPhoto`, also if it is on no card any more.
 */
export function returnRestrictedPhoto(ctx: StaffCtx, seen: SeenPhoto & { why: string }): Promise<number> {
  const input = inputOf(ctx, seen);
  requireReason(input);
  return decide(
    ctx,
    input,
    'return',
    async (tx, upload) => {
      if (!(await doesWait(tx, upload))) return undefined;
      if (!(await decidePhotos(tx, only(upload), { from: ['waiting'], to: 'waiting' }))) return undefined;
      await restrictUpload(tx, upload, false);
      await deleteRefusedBy(tx, upload);
      return { what: RETURNED };
    },
    queue,
  );
}

/**
 * Takes the newest decision of child safety about a photo back: it waits here again. The ban that came with a refusal is
 * lifted, unless another decision has set it too. Returns the new version. Throws `stale` or `not_found`.
 */
export function undoRestrictedPhoto(ctx: StaffCtx, seen: SeenPhoto): Promise<number> {
  const input = inputOf(ctx, { ...seen, why: '' });
  return decide(
    ctx,
    input,
    'undo',
    async (tx, upload) => {
      const what = (await selectNewestDecisions(tx, [upload.id])).get(upload.id)?.what;
      if (what === RETURNED) {
        if (!(await restrictWaiting(tx, upload))) return undefined;
        await insertRefused(tx, upload);
        return { what: ESCALATED };
      }
      if (what !== CHILD_SAFETY || !upload.isRestricted) return undefined;
      if (await decidePhotos(tx, only(upload), { from: ['refused'], to: 'waiting' }))
        await restrictWaiting(tx, upload);
      await retractNewest(tx, upload, { by: input.by, isChildSafety: true });
      return { what: REOPENED };
    },
    queue,
  );
}

function inputOf(ctx: StaffCtx, seen: SeenPhoto & { why: string }) {
  return { ...seen, by: ctx.staff.name, isChildSafety: true };
}

/** Whether a photo waits for those who handle child safety. */
async function doesWait(ctx: Ctx, upload: Upload): Promise<boolean> {
  const what = (await selectNewestDecisions(ctx, [upload.id])).get(upload.id)?.what;
  return upload.isRestricted && (what === ESCALATED || what === REOPENED);
}

async function accessRestricted(ctx: StaffCtx, id: number): Promise<Upload> {
  const upload = await accessUpload(ctx, { id, isChildSafety: true });
  // Others are no matter of child safety; they answer like those that do not exist.
  if (!upload.isRestricted) throw noSuch(id);
  return upload;
}
