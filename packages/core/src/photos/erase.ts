import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deletePhotosOf, updateEvidenceDue } from './erase-store.js';
import { releaseUploads } from './release-uploads.js';
import { lockPhotosOf } from './store.js';

const DAY_MS = 24 * 3600_000;

/** Deletes an account's photos and uploads; evidence of a case stays for its time, and restricted uploads stay. */
export function erasePhotos(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, async (tx, limit) => {
    await lockPhotosOf(tx, departed.id);
    const uploadIds = await deletePhotosOf(tx, departed, limit);
    await releaseUploads(tx, uploadIds);
    await updateEvidenceDue(tx, departed, tx.now() + tx.tenant.settings.photoEvidenceDays * DAY_MS);
    return uploadIds.length;
  });
}
