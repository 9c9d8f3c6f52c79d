import { DomainError, type MemberCtx, type Tx } from '../kernel/index.js';
import { lockCredentials, selectCredentialsOf, type Credentials } from './credentials-store.js';
import { delayGuess, guessKey, logFailedSignIn, networkGuessKey, refundGuess } from './guesses.js';
import { verifyPassword } from './password-hash.js';

/**
 * The caller's credentials, once the password is proven. Guesses are limited and delayed, as at the sign-in. Throws
 * `wrong_credentials`, also for a visitor, or `too_many_requests`.
 */
export async function provePassword(ctx: MemberCtx, password: string): Promise<Credentials> {
  // Counted separately from guesses at user names, some of which look like ids.
  const key = guessKey(ctx, `id/${ctx.actor}`);
  await ctx.ports.limits.consume('sign_in_account', networkGuessKey(ctx, key));
  const account = await selectCredentialsOf(ctx, ctx.actor);
  await delayGuess(ctx, key, ctx.actor);
  const proven = await verifyPassword(ctx, account, password).catch(async (error: unknown) => {
    // Nothing was compared, so it does not count as a guess.
    await refundGuess(ctx, key);
    throw error;
  });
  if (!proven) {
    logFailedSignIn(ctx, 'wrong_password', ctx.actor);
    throw wrongPassword();
  }
  await refundGuess(ctx, key);
  return proven;
}

/**
 * Locks an account whose password was proven, and returns it as it is now; undefined if it has another password since. The
 * comparison takes long and holds no lock, so every change that a password permits asks again.
 */
export async function lockProven(tx: Tx, proven: Credentials): Promise<Credentials | undefined> {
  const account = await lockCredentials(tx, proven.id);
  return account?.password_hash === proven.password_hash ? account : undefined;
}

/** Requires that the proven password is still the caller's; there is nothing to prove for a visitor. Throws `wrong_credentials`. */
export async function requireProven(tx: Tx, proven: Credentials | undefined): Promise<void> {
  if (proven && !(await lockProven(tx, proven))) throw wrongPassword();
}

function wrongPassword(): DomainError {
  return new DomainError('wrong_credentials', undefined, { rule: 'password_old' });
}
