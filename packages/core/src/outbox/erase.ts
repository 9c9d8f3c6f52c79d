import { eraseInSteps, type Ctx, type Departed } from '../kernel/index.js';
import { deleteMessagesTo } from './erase-store.js';

/** Deletes the records of mails and text messages to an account. */
export function eraseOutgoing(ctx: Ctx, departed: Departed): Promise<void> {
  return eraseInSteps(ctx, (tx, limit) => deleteMessagesTo(tx, departed, limit));
}
