import type { Ctx } from '../kernel/index.js';
import { insertRemovals } from './store.js';

/**
 * Lets blobs go that nothing names any more: inside the transaction that deletes what named them. They are removed after
 * the commit, and it is tried again until they are gone.
 */
export async function discardBlobs(tx: Ctx, blobKeys: readonly string[]): Promise<void> {
  if (blobKeys.length === 0) return;
  await insertRemovals(tx.db, [{ tenantId: tx.tenant.id, blobKeys }], tx.now());
}
