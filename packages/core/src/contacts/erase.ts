import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deleteRelations } from './erase-store.js';

/** Deletes the relations of an account with others. */
export function eraseRelations(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deleteRelations(tx, departed, limit));
}
