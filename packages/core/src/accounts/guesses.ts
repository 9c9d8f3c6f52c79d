import { addressKey, bounds, type AccountId, type Ctx } from '../kernel/index.js';
import { selectIsKnownNetwork } from './sessions-store.js';

/** What a guess at a password is counted under: an account, by user name or id, or a phone. */
export function guessKey(ctx: Ctx, what: string): string {
  return `${ctx.tenant.id}/${what.slice(0, bounds.limit.guessKeyCharacters)}`;
}

/**
 * Counts a guess at an account, from wherever it comes, and makes it wait: the longer, the more there were. Nobody is
 * refused, and where the account has signed in before nobody waits, so guesses from elsewhere do not lock out its
 * owner. An account that is not there waits in the same way.
 */
export async function delayGuess(ctx: Ctx, key: string, accountId?: AccountId): Promise<void> {
  const waitMs = await ctx.ports.limits.slow('guess', key);
  if (waitMs === 0 || (await selectIsKnownNetwork(ctx, accountId))) return;
  await new Promise((go) => setTimeout(go, waitMs));
}

/** Gives back what a guess at a password took, when it was right or was not compared. */
export async function refundGuess(ctx: Ctx, key: string): Promise<void> {
  await ctx.ports.limits.reward('guess', key);
  await ctx.ports.limits.reward('sign_in_account', networkGuessKey(ctx, key));
}

/** A line for what watches the log and closes the door to an address. Never what was given as a name or a password. */
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

/** The same key, for the guesses from one network alone. */
export function networkGuessKey(ctx: Ctx, key: string): string {
  return `${key}/${addressKey(ctx.address)}`;
}
