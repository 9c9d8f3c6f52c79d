import { bounds, transact, type Ctx, type Tx } from '../kernel/index.js';
import { discardBlobs } from '../media/index.js';
import { photoBlobKeys } from './save-photo.js';
import { deleteDue, deleteReleased } from './store.js';

const DAY_MS = 24 * 3600 * 1000;

/**
 * Deletes uploads that photos no longer use. Evidence of a case is kept for the tenant's `photoEvidenceDays`, and
 * restricted uploads permanently.
 */
export async function releaseUploads(tx: Tx, uploadIds: readonly number[]): Promise<void> {
  const evidenceUntil = tx.now() + tx.tenant.settings.photoEvidenceDays * DAY_MS;
  const gone = await deleteReleased(tx, uploadIds, evidenceUntil);
  await discardBlobs(tx, gone.flatMap(photoBlobKeys));
}

/** Deletes uploads that were never put on a card, and expired evidence. Run periodically. */
export async function sweepPhotos(ctx: Ctx): Promise<void> {
  const gone = await transact(ctx, async (tx) => {
    const due = await deleteDue(tx, bounds.file.photosReleasedAtOnce);
    await discardBlobs(tx, due.flatMap(photoBlobKeys));
    return due.length;
  });
  if (gone === bounds.file.photosReleasedAtOnce) await sweepPhotos(ctx);
}
