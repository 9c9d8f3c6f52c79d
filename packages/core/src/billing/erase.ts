import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deleteQuotas } from './erase-store.js';

/** Deletes the quotas of an account, and what is personal about its purchases. */
export function eraseQuotas(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deleteQuotas(tx, departed, limit));
}
