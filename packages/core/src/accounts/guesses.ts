import { addressKey, bounds, type AccountId, type Ctx } from '../kernel/index.js';
import { selectIsKnownNetwork } from './sessions-store.js';

/** The key that guesses are counted under: an account, by user name or id, or a phone. */
export function guessKey(ctx: Ctx, what: string): string {
  return `${ctx.tenant.id}/${what.slice(0, bounds.limit.guessKeyCharacters)}`;
}

/**
 * Counts a guess at an account from any address and delays it, longer with each guess. Rejects no guess, and does not
 * delay networks from which the account has signed in, so that guesses from elsewhere cannot lock out its owner.
 * Unknown accounts have the same delay.
 */
export async function delayGuess(ctx: Ctx, key: string, accountId?: AccountId): Promise<void> {
  const waitMs = await ctx.ports.limits.delayFor('guess', key);
  if (waitMs === 0 || (await selectIsKnownNetwork(ctx, accountId))) return;
  await new Promise((go) => setTimeout(go, waitMs));
}

/** Returns the points of a guess that was right or was never compared. */
export async function refundGuess(ctx: Ctx, key: string): Promise<void> {
  await ctx.ports.limits.refund('guess', key);
  await ctx.ports.limits.refund('sign_in_account', networkGuessKey(ctx, key));
}

/** Logs a failed sign-in for tools that block addresses. Never includes the given name or password. */
export function logFailedSignIn(
  ctx: Ctx,
  reason: 'unknown_user' | 'wrong_password' | 'wrong_code' | 'disabled' | 'frozen',
  accountId?: AccountId,
): void {
  ctx.log.info(
    { event: 'sign_in_failed', tenant: ctx.tenant.id, account: accountId, address: ctx.address, reason },
    'sign-in refused',
  );
}

/** The guess key for the caller's network alone. */
export function networkGuessKey(ctx: Ctx, key: string): string {
  return `${key}/${addressKey(ctx.address)}`;
}
