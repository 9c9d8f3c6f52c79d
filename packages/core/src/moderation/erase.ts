import { transact, type AccountId, type Ctx, type Departed } from '../kernel/index.js';
import { deleteCases, selectIsHeld } from './erase-store.js';

/** Whether a case needs what is stored about an account. */
export function isHeld(ctx: Ctx, id: AccountId): Promise<boolean> {
  return selectIsHeld(ctx, id);
}

/** Deletes reports, sanctions and decisions about an account, and the texts of its own reports. */
export function eraseCases(ctx: Ctx, departed: Departed): Promise<void> {
  return transact(ctx, (tx) => deleteCases(tx, departed));
}
