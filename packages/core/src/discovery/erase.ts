import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deleteIntroTraces } from './erase-store.js';

/** Deletes the intro of an account, its visitors and its visits. */
export function eraseIntro(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deleteIntroTraces(tx, departed, limit));
}
