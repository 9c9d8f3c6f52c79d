import { notifyAccounts } from '../accounts/index.js';
import { bounds, transact, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import type { PhotoState } from './event-types.js';
import { photoBlobKey } from './save-photo.js';
import { updatePhotoLeftQueue } from './queue-store.js';
import { releaseUploads } from './release-uploads.js';
import {
  lockReferencedUploads,
  insertEvidence,
  lockPhotosOf,
  selectPhotosWith,
  selectRestricted,
  selectUnnotified,
  selectUploadsById,
  selectUploadsOf,
  selectWaiting,
  updatePhotoStates,
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

/** Uploads by their numbers, in any state; those that do not exist are left out. */
export function findUploads(ctx: Ctx, ids: readonly number[]): Promise<Upload[]> {
  return selectUploadsById(ctx, ids);
}

/** The picture that others would see of an upload: the whole animation, or the largest size. */
export async function readUpload(ctx: Ctx, { fileId, isAnimated }: Upload): Promise<Uint8Array | undefined> {
  const name = isAnimated ? 'animated.gif' : '1600.jpg';
  const file = await ctx.ports.blobs.open(photoBlobKey(fileId, name));
  return file && Buffer.concat(await file.read().toArray());
}

/**
 * Approves or refuses photos of an account by their uploads if their states are in `from`, or lets them wait again; an
 * earlier picture that is still shown while its successor waits can also be refused. Returns false, with nothing changed,
 * if a state differs, or if no photo uses one of the uploads.
 */
export async function decidePhotos(
  tx: Tx,
  { accountId, uploadIds }: { accountId: AccountId; uploadIds: readonly number[] },
  { from, to }: { from: readonly PhotoState[]; to: PhotoState },
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  const photos = await selectPhotosWith(tx, uploadIds);
  if (photos.length < uploadIds.length) return false;
  const [first] = photos;
  // Only one at a time, because a photo has one earlier picture.
  if (first && !uploadIds.includes(first.uploadId)) {
    if (to !== 'refused' || uploadIds.length > 1) return false;
    await updatePhotoUnshown(tx, first.id);
    await releaseUploads(tx, uploadIds);
    return true;
  }
  if (photos.some(({ state, uploadId }) => !from.includes(state) || !uploadIds.includes(uploadId)))
    return false;
  await updatePhotoStates(
    tx,
    photos.map(({ id }) => id),
    to,
  );
  const replaced = photos.flatMap(({ uploadId, shownUploadId }) =>
    shownUploadId === null || shownUploadId === uploadId ? [] : [shownUploadId],
  );
  if (replaced.length > 0) await releaseUploads(tx, replaced);
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

/** Takes a waiting photo out of the queue until a time. Returns false if it does not wait there. */
export async function holdPhotoBack(
  tx: Tx,
  { id, accountId }: Pick<Upload, 'id' | 'accountId'>,
  until: number,
): Promise<boolean> {
  await lockPhotosOf(tx, accountId);
  return updatePhotoLeftQueue(tx, id, { returns_at: until });
}

/** Takes a waiting photo out of the queue and restricts its upload. Returns false if it does not wait there. */
export async function restrictWaiting(tx: Tx, upload: Pick<Upload, 'id' | 'accountId'>): Promise<boolean> {
  await lockPhotosOf(tx, upload.accountId);
  const isEscalated = await updatePhotoLeftQueue(tx, upload.id, { is_escalated: true });
  return isEscalated && updateUploadRestricted(tx, upload.id, true);
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
