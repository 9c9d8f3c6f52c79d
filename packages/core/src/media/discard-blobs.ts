import type { Ctx } from '../kernel/index.js';
import { insertRemovals } from './store.js';

/**
 * Schedules blobs for removal in the transaction that deletes their last reference. They are removed after the commit,
 * with retries.
 */
export async function discardBlobs(tx: Ctx, blobKeys: readonly string[]): Promise<void> {
  if (blobKeys.length === 0) return;
  await insertRemovals(tx.db, [{ tenantId: tx.tenant.id, blobKeys }], tx.now());
}
