import { notifyAccounts } from '../accounts/index.js';
import { bounds, transact, type AccountId, type Ctx, type PhotoState } from '../kernel/index.js';
import { photoBlobKey } from './store-photo.js';
import { release } from './release.js';
import {
  lockHeldUploads,
  insertEvidence,
  lockPhotosOf,
  selectHolder,
  selectRestricted,
  selectUnnotified,
  selectUpload,
  selectUploadsOf,
  selectWaiting,
  updatePhotoState,
  updatePhotoUnshown,
  updateNotified,
  updateUploadRestricted,
  type HeldUpload,
  type UnnotifiedPhoto,
  type Upload,
} from './store.js';

/** Uploads that wait to be reviewed, oldest first; at most 200. */
export function listWaitingUploads(ctx: Ctx): Promise<Upload[]> {
  return selectWaiting(ctx, bounds.list.photosToReview);
}

/** What is there of somebody's uploads, evidence too; at most 200. */
export function listUploadsOf(ctx: Ctx, accountId: AccountId): Promise<Upload[]> {
  return selectUploadsOf(ctx, accountId, bounds.list.photosToReview);
}

/** Evidence that ordinary moderators are not shown; at most 200. */
export function listRestrictedUploads(ctx: Ctx): Promise<Upload[]> {
  return selectRestricted(ctx, bounds.list.photosToReview);
}

/** An upload by its number, whatever became of it. */
export function findUpload(ctx: Ctx, id: number): Promise<Upload | undefined> {
  return selectUpload(ctx, id);
}

/** What others are to see of an upload: the whole of an animation, else the largest size. */
export async function readUpload(ctx: Ctx, { stem, isAnimated }: Upload): Promise<Uint8Array | undefined> {
  const name = isAnimated ? 'animated.gif' : '1600.jpg';
  const file = await ctx.ports.blobs.open(photoBlobKey(stem, name));
  return file && Buffer.concat(await file.read().toArray());
}

/**
 * Approves or refuses the photo that holds an upload, inside a transaction, when it is in one of the states `from`; one
 * that is shown while its successor waits can be refused too. False when it is not, or when no photo holds the upload
 * any more.
 */
export async function decidePhoto(
  tx: Ctx,
  { id: uploadId, accountId }: Pick<Upload, 'id' | 'accountId'>,
  { from, to }: { from: readonly PhotoState[]; to: 'approved' | 'refused' },
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  const photo = await selectHolder(tx, uploadId);
  if (!photo) return false;
  if (photo.uploadId !== uploadId) {
    if (to === 'approved') return false;
    await updatePhotoUnshown(tx, photo.id);
    await release(tx, [uploadId]);
    return true;
  }
  if (!from.includes(photo.state)) return false;
  await updatePhotoState(tx, photo.id, to);
  if (photo.shownUploadId !== null && photo.shownUploadId !== uploadId)
    await release(tx, [photo.shownUploadId]);
  return true;
}

/** Keeps an upload from everybody as evidence, or no longer, inside a transaction; false when it was so before. */
export async function restrictUpload(
  tx: Ctx,
  { id, accountId }: Pick<Upload, 'id' | 'accountId'>,
  isRestricted: boolean,
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  return updateUploadRestricted(tx, id, isRestricted);
}

/** The uploads on somebody's card, inside a transaction that makes evidence of them: until its end they do not go. */
export function findEvidence(tx: Ctx, accountId: AccountId): Promise<HeldUpload[]> {
  return lockHeldUploads(tx, accountId);
}

/** A case holds these uploads from now on. */
export function keepEvidence(tx: Ctx, caseId: number, uploads: readonly HeldUpload[]): Promise<void> {
  return insertEvidence(
    tx,
    caseId,
    uploads.map(({ uploadId }) => uploadId),
  );
}

/** Decisions in all tenants of which the owners have not heard; some of them. */
export function findUnnotifiedPhotos({ db }: Pick<Ctx, 'db'>): Promise<UnnotifiedPhoto[]> {
  return selectUnnotified(db, bounds.list.photosToReview);
}

/** Tells the owner of a photo what was decided about it, once. */
export async function notifyReview(ctx: Ctx, { id, accountId }: UnnotifiedPhoto): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockPhotosOf(tx, accountId);
    const photo = await updateNotified(tx, id);
    if (photo)
      await notifyAccounts(tx, [{ accountId, type: 'photo_reviewed', data: { photoId: id, ...photo } }]);
  });
}
