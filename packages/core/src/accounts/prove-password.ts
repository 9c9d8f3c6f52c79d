import { DomainError, type MemberCtx } from '../kernel/index.js';
import { selectCredentialsOf, type Credentials } from './credentials-store.js';
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
  const isRight = await verifyPassword(ctx, account, password).catch(async (error: unknown) => {
    // Nothing was compared, so it does not count as a guess.
    await refundGuess(ctx, key);
    throw error;
  });
  if (!account || !isRight) {
    logFailedSignIn(ctx, 'wrong_password', ctx.actor);
    throw new DomainError('wrong_credentials', undefined, { rule: 'password_old' });
  }
  await refundGuess(ctx, key);
  return account;
}
