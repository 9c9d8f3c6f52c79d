import { bounds, DomainError, transact } from '../kernel/index.js';
import type { StaffCtx } from '../staff/index.js';
import {
  deleteOtherLeases,
  selectIsWaiting,
  selectLease,
  upsertLease,
  type ReviewLease,
  type ReviewQueue,
} from './review-leases-store.js';

export type { ReviewLease } from './review-leases-store.js';

/**
 * Shows others for two minutes that the caller looks at an item of a review queue, and ends the caller's leases of other
 * items. If somebody else has the lease, it stays and is returned. A lease does not prevent decisions: those are refused
 * when they are stale. Throws `not_found` if the item does not wait.
 */
export async function leaseItem(ctx: StaffCtx, queue: ReviewQueue, itemId: number): Promise<ReviewLease> {
  return transact(ctx, async (tx) => {
    if (!(await selectIsWaiting(tx, queue, itemId))) throw new DomainError('not_found');
    await deleteOtherLeases(tx, queue, itemId);
    await upsertLease(tx, queue, { id: itemId, until: tx.now() + bounds.staff.leaseMs });
    const lease = await selectLease(tx, queue, itemId);
    // The other one has just let go of it.
    if (!lease) throw new DomainError('unavailable');
    return lease;
  });
}
