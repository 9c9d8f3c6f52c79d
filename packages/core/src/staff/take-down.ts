import { DomainError, transact } from '../kernel/index.js';
import { audit, requireWhy } from './audit.js';
import type { StaffCtx, StaffTx } from './types.js';

/** Posts or comments that staff take down and restore. */
export interface Overseen {
  /** As the audit log calls one, such as `moment_comment`. */
  readonly kind: string;
  /** Sets when it was taken down; null shows it again. Resolves to what the log holds, or undefined if nothing changes. */
  update(tx: StaffTx, id: number, takenDownAt: number | null): Promise<object | undefined>;
}

interface Action {
  readonly id: number;
  readonly why: string;
}

/** Takes a post or a comment down. Throws `not_found`, also if it is down, or `invalid`. */
export function takeDown(ctx: StaffCtx, of: Overseen, action: Action): Promise<void> {
  return change(ctx, of, action, { verb: 'take_down', takenDownAt: ctx.now() });
}

/** Shows a post or a comment again that was taken down. Throws `not_found`, also if it is shown, or `invalid`. */
export function restore(ctx: StaffCtx, of: Overseen, action: Action): Promise<void> {
  return change(ctx, of, action, { verb: 'restore', takenDownAt: null });
}

async function change(
  ctx: StaffCtx,
  { kind, update }: Overseen,
  { id, why }: Action,
  { verb, takenDownAt }: { verb: 'take_down' | 'restore'; takenDownAt: number | null },
): Promise<void> {
  requireWhy(why);
  await transact(ctx, async (tx) => {
    const changed = await update(tx, id, takenDownAt);
    if (!changed) throw new DomainError('not_found');
    await audit(tx, { action: `${kind}s.${verb}`, object: { kind, id }, after: { ...changed, why } });
  });
}
