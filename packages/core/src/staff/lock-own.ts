import { DomainError } from '../kernel/index.js';
import { selectIsOpen } from './sessions-store.js';
import { lockStaff } from './store.js';
import type { StaffTx } from './types.js';

/**
 * Locks the caller, who may have been removed, reset or signed out since the request began: then the caller's credentials
 * are no longer the caller's to change. Throws `not_signed_in`.
 */
export async function lockOwn(tx: StaffTx): Promise<void> {
  const locked = await lockStaff(tx, tx.staff);
  if (!locked || locked.oneTimeUntil !== null || !(await selectIsOpen(tx)))
    throw new DomainError('not_signed_in');
}
