import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { discardBlobs } from '../media/index.js';
import { deleteFilesOf, deleteMomentTraces } from './erase-store.js';
import { blobKeysOf } from './files.js';

/** Deletes an account's moments, with files and reactions, and its likes and comments on others. */
export async function eraseMoments(ctx: Ctx, departed: Departed): Promise<void> {
  await eraseInSteps(ctx, async (tx, limit) => {
    const files = await deleteFilesOf(tx, departed, limit);
    await discardBlobs(tx, files.flatMap(blobKeysOf));
    return files.length;
  });
  await eraseInSteps(ctx, (tx, limit) => deleteMomentTraces(tx, departed, limit));
}
