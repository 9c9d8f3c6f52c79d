import { notifyAccounts } from '../accounts/index.js';
import { bounds, transact, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import type { PhotoState } from './event-types.js';
import { photoBlobKey } from './save-photo.js';
import { releaseUploads } from './release-uploads.js';
import {
  lockReferencedUploads,
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
  type ReferencedUpload,
  type UnnotifiedPhoto,
  type Upload,
} from './store.js';

/** Uploads waiting for review, oldest first; at most 200. */
export function listWaitingUploads(ctx: Ctx): Promise<Upload[]> {
  return selectWaiting(ctx, bounds.list.photosToReview);
}

/** An account's existing uploads, including evidence; at most 200. */
export function listUploadsOf(ctx: Ctx, accountId: AccountId): Promise<Upload[]> {
  return selectUploadsOf(ctx, accountId, bounds.list.photosToReview);
}

/** Evidence hidden from ordinary moderators; at most 200. */
export function listRestrictedUploads(ctx: Ctx): Promise<Upload[]> {
  return selectRestricted(ctx, bounds.list.photosToReview);
}

/** An upload by its number, in any state. */
export function findUpload(ctx: Ctx, id: number): Promise<Upload | undefined> {
  return selectUpload(ctx, id);
}

/** The picture that others would see of an upload: the whole animation, or the largest size. */
export async function readUpload(ctx: Ctx, { fileId, isAnimated }: Upload): Promise<Uint8Array | undefined> {
  const name = isAnimated ? 'animated.gif' : '1600.jpg';
  const file = await ctx.ports.blobs.open(photoBlobKey(fileId, name));
  return file && Buffer.concat(await file.read().toArray());
}

/**
 * Approves or refuses the photo with an upload if its state is in `from`; an earlier picture that is still shown while
 * its successor waits can also be refused. Returns false if the state differs, or if no photo uses the upload.
 */
export async function decidePhoto(
  tx: Tx,
  { id: uploadId, accountId }: Pick<Upload, 'id' | 'accountId'>,
  { from, to }: { from: readonly PhotoState[]; to: 'approved' | 'refused' },
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  const photo = await selectHolder(tx, uploadId);
  if (!photo) return false;
  if (photo.uploadId !== uploadId) {
    if (to === 'approved') return false;
    await updatePhotoUnshown(tx, photo.id);
    await releaseUploads(tx, [uploadId]);
    return true;
  }
  if (!from.includes(photo.state)) return false;
  await updatePhotoState(tx, photo.id, to);
  if (photo.shownUploadId !== null && photo.shownUploadId !== uploadId)
    await releaseUploads(tx, [photo.shownUploadId]);
  return true;
}

/** Restricts an upload as evidence, or lifts the restriction; returns false if nothing changed. */
export async function restrictUpload(
  tx: Tx,
  { id, accountId }: Pick<Upload, 'id' | 'accountId'>,
  isRestricted: boolean,
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  return updateUploadRestricted(tx, id, isRestricted);
}

/** The uploads on an account's card, locked against deletion. */
export function lockCardUploads(tx: Tx, accountId: AccountId): Promise<ReferencedUpload[]> {
  return lockReferencedUploads(tx, accountId);
}

/** Makes uploads evidence of a case. */
export function attachPhotoEvidence(
  tx: Tx,
  caseId: number,
  uploads: readonly ReferencedUpload[],
): Promise<void> {
  return insertEvidence(
    tx,
    caseId,
    uploads.map(({ uploadId }) => uploadId),
  );
}

/** Some decisions in all tenants about which the owners were not notified. */
export function findUnnotifiedPhotos({ db }: Pick<Ctx, 'db'>): Promise<UnnotifiedPhoto[]> {
  return selectUnnotified(db, bounds.list.photosToReview);
}

/** Notifies a photo's owner of a decision, once. */
export async function notifyReview(ctx: Ctx, { id, accountId }: UnnotifiedPhoto): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockPhotosOf(tx, accountId);
    const photo = await updateNotified(tx, id);
    if (photo)
      await notifyAccounts(tx, [{ accountId, type: 'photo_reviewed', data: { photoId: id, ...photo } }]);
  });
}
