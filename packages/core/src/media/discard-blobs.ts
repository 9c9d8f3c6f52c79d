import type { Tx } from '../kernel/index.js';
import { insertRemovals } from './store.js';

/** Schedules blobs without references for removal after the commit, with retries. */
export async function discardBlobs(tx: Tx, blobKeys: readonly string[]): Promise<void> {
  if (blobKeys.length === 0) return;
  await insertRemovals(tx.db, [{ tenantId: tx.tenant.id, blobKeys }], tx.now());
}
