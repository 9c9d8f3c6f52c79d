import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deletePushTraces } from './erase-store.js';

/** Deletes the browsers of an account, its setting, and the marks of what it was told. */
export function erasePushes(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deletePushTraces(tx, departed, limit));
}
