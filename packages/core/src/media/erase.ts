import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { releaseFiles } from './collect-files.js';
import { updateFilesUnnamed } from './erase-store.js';

/** Removes the names of an account's files, and the files that nobody else has sent or saved. */
export function eraseFiles(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, async (tx, limit) => {
    const fileIds = await updateFilesUnnamed(tx, departed, limit);
    await releaseFiles(tx, fileIds);
    return fileIds.length;
  });
}
