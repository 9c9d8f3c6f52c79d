import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { releaseFiles } from '../media/index.js';
import { deleteSaved } from './erase-store.js';

/** Deletes what an account saved, and what others saved of its messages. */
export function eraseSaved(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, async (tx, limit) => {
    const { amount, fileIds } = await deleteSaved(tx, departed, limit);
    await releaseFiles(tx, fileIds);
    return amount;
  });
}
