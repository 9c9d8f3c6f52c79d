import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deleteCallsOf } from './erase-store.js';

/** Deletes the calls of an account. */
export function eraseCalls(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deleteCallsOf(tx, departed, limit));
}
