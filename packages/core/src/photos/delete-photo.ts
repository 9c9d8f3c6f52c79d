import { notifyAccounts } from '../accounts/index.js';
import { DomainError, transact, type MemberCtx } from '../kernel/index.js';
import { releaseUploads } from './release-uploads.js';
import { deletePhotoRow, lockPhotosOf, selectPhoto } from './store.js';

/**
 * Deletes a photo from the caller's card; the others keep their places. Throws `not_found`, or `forbidden` for another
 * account's photo.
 */
export async function deletePhoto(ctx: MemberCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockPhotosOf(tx, tx.actor);
    const photo = await selectPhoto(tx, id);
    if (!photo) throw new DomainError('not_found');
    if (photo.accountId !== tx.actor) throw new DomainError('forbidden');
    await deletePhotoRow(tx, id);
    const held = [photo.uploadId, ...(photo.shownUploadId === null ? [] : [photo.shownUploadId])];
    await releaseUploads(tx, [...new Set(held)]);
    await notifyAccounts(tx, [
      { accountId: tx.actor, type: 'profile_changed', data: { accountId: tx.actor } },
    ]);
  });
}
