import { transact, type Ctx, type Departed } from '../kernel/index.js';
import { deleteSupportTraces } from './erase-store.js';

/** Ends an account's work as an agent and deletes its own thread. */
export function eraseSupport(ctx: Ctx, departed: Departed): Promise<void> {
  return transact(ctx, (tx) => deleteSupportTraces(tx, departed));
}
