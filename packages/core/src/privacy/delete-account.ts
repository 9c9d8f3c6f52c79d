import { requirePassword, requireProven, scheduleDeletion } from '../accounts/index.js';
import { forgetNames } from '../conversations/index.js';
import { limitActor, transact, type AccountId, type Ctx, type MemberCtx, type Tx } from '../kernel/index.js';

/**
 * Deletes the caller's account: others see a deleted account at once, and the tenant's grace period later everything is
 * erased. Returns that time (milliseconds). Until then its owner can sign in to keep it; a visitor, who has no password,
 * cannot. Throws `wrong_credentials` or `too_many_requests`.
 */
export async function deleteOwnAccount(ctx: MemberCtx, password: string): Promise<number> {
  await limitActor(ctx, 'profile');
  const proven = await requirePassword(ctx, password);
  const eraseAt = await transact(ctx, async (tx) => {
    const at = await removeAccount(tx, ctx.actor);
    // Last, because groups are locked before accounts.
    await requireProven(tx, proven);
    return at;
  });
  logDeletion(ctx, ctx.actor, eraseAt);
  return eraseAt;
}

/** Deletes an account as its owner would, as a part of a larger change. */
export async function removeAccount(tx: Tx, id: AccountId): Promise<number> {
  const eraseAt = await scheduleDeletion(tx, id);
  await forgetNames(tx, id);
  return eraseAt;
}

/** Logs a deletion that is committed. */
export function logDeletion(ctx: Ctx, id: AccountId, eraseAt: number): void {
  ctx.log.info({ event: 'account_deleted', tenant: ctx.tenant.id, account: id, eraseAt }, 'account deleted');
}
