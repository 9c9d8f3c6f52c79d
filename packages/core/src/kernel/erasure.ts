import { bounds } from './bounds.js';
import { transact, type Ctx, type Tx } from './ctx.js';
import type { AccountId } from './ids.js';

/** An account whose traces are erased, with what identifies it in rows without its id. */
export interface Departed {
  readonly id: AccountId;
  readonly usernameKey: string;
  readonly phone: string | null;
  readonly emailKey: string | null;
}

/**
 * Erases what an area stores about an account, in transactions of bounded size. It may be interrupted at any point and
 * called again.
 */
export type Eraser = (ctx: Ctx, departed: Departed) => Promise<void>;

/**
 * Repeats a step, each time in a transaction of its own, until it changes fewer rows than it may. It returns how many it
 * changed.
 */
export async function eraseInSteps(
  ctx: Ctx,
  step: (tx: Tx, limit: number) => Promise<number>,
): Promise<void> {
  const limit = bounds.job.rowsErasedAtOnce;
  for (;;) if ((await transact(ctx, (tx) => step(tx, limit))) < limit) return;
}
