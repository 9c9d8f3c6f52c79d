import { notifyAccounts } from '../accounts/index.js';
import { DomainError, type MemberTx } from '../kernel/index.js';
import type { PhotoState } from './event-types.js';
import { releaseUploads } from './release-uploads.js';
import type { SavedUpload } from './save-photo.js';
import { lockPhotosOf, selectPhotoAt, updateUploadHeld, upsertPhoto } from './store.js';

/**
 * Puts an upload on the caller's card and replaces the photo at its place: it waits for review, and until then others
 * see the approved picture. Returns the previous state of the place; undefined, deleting the upload, if the same bytes
 * are there already.
 */
export async function placePhoto(
  tx: MemberTx,
  upload: SavedUpload,
): Promise<{ before: PhotoState | 'empty' } | undefined> {
  await lockPhotosOf(tx, tx.actor);
  const before = await selectPhotoAt(tx, upload.place);
  if (before?.sourceHash === upload.sourceHash) {
    await releaseUploads(tx, [upload.id]);
    return undefined;
  }
  // Deleted by the sweep: the request has taken an hour.
  if (!(await updateUploadHeld(tx, upload.id))) throw new DomainError('unavailable');
  await upsertPhoto(tx, { place: upload.place, uploadId: upload.id });
  if (before && before.uploadId !== before.shownUploadId) await releaseUploads(tx, [before.uploadId]);
  await notifyAccounts(tx, [{ accountId: tx.actor, type: 'profile_changed', data: { accountId: tx.actor } }]);
  return { before: before?.state ?? 'empty' };
}
