import { DomainError, usernameKey, type AccountId, type Ctx } from '../kernel/index.js';
import { isDeletionRequested } from './delete-account.js';
import { guessKey, logFailedSignIn, networkGuessKey, delayGuess, refundGuess } from './guesses.js';
import { setAccountStatus } from './manage-accounts.js';
import { verifyPassword } from './password-hash.js';
import { openSession, type Session } from './sessions.js';
import { selectCredentials, type Credentials } from './credentials-store.js';
import { updateAccount } from './store.js';

/** The input of `signIn` and `unfreezeAccount`. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
  /** Identifies the caller's connection; stored because Chat API clients display it. */
  readonly clientId?: string | undefined;
}

/**
 * Opens a session for a user name and password. Throws `wrong_credentials` (for an unknown user too, after the same
 * time), `account_frozen`, `account_deleting`, `account_disabled` or `too_many_requests`.
 */
export async function signIn(ctx: Ctx, input: SignIn): Promise<Session> {
  const account = await checkCredentials(ctx, input);
  if (account.status === 'frozen') {
    logFailedSignIn(ctx, 'frozen', account.id);
    throw new DomainError(
      (await isDeletionRequested(ctx, account.id)) ? 'account_deleting' : 'account_frozen',
    );
  }
  return enter(ctx, account.id, input);
}

/** Signs in to an account that its owner had frozen or deleted, and keeps it. Throws like `signIn`. */
export async function unfreezeAccount(ctx: Ctx, input: SignIn): Promise<Session> {
  const account = await checkCredentials(ctx, input);
  if (account.status === 'frozen') await setAccountStatus(ctx, account.id, 'active');
  return enter(ctx, account.id, input);
}

/**
 * The account that matches the credentials. Guesses are limited per address and per pair of account and address, never
 * per account alone, so that no client can lock out another user. Guesses at one account from all addresses are
 * delayed.
 */
async function checkCredentials(ctx: Ctx, input: SignIn): Promise<Credentials> {
  const { account, key } = await matchCredentials(ctx, input);
  if (account.status === 'disabled') {
    logFailedSignIn(ctx, 'disabled', account.id);
    throw new DomainError('account_disabled');
  }
  await refundGuess(ctx, key);
  await ctx.ports.limits.refund('sign_in_address', ctx.address);
  return account;
}

/**
 * The account that matches the credentials, in any status, without a session. Attempts count like those to sign in, also
 * successful ones of an address. Throws `wrong_credentials` or `too_many_requests`.
 */
export async function verifyOwner(ctx: Ctx, input: SignIn): Promise<AccountId> {
  const { account, key } = await matchCredentials(ctx, input);
  await refundGuess(ctx, key);
  return account.id;
}

async function matchCredentials(ctx: Ctx, input: SignIn): Promise<{ account: Credentials; key: string }> {
  const name = usernameKey(input.username.trim());
  const key = guessKey(ctx, name);
  await ctx.ports.limits.consume('sign_in_address', ctx.address);
  await ctx.ports.limits.consume('sign_in_account', networkGuessKey(ctx, key));
  const account = await selectCredentials(ctx, name);
  await delayGuess(ctx, key, account?.id);
  const isRight = await verifyPassword(ctx, account, input.password).catch(async (error: unknown) => {
    // Nothing was compared, so it does not count as a guess. The point of the address is kept: it limits attempts in
    // general.
    await refundGuess(ctx, key);
    throw error;
  });
  if (!account || !isRight) {
    logFailedSignIn(ctx, account ? 'wrong_password' : 'unknown_user', account?.id);
    throw new DomainError('wrong_credentials');
  }
  return { account, key };
}

async function enter(ctx: Ctx, accountId: AccountId, input: SignIn): Promise<Session> {
  if (input.clientId) await updateAccount(ctx, accountId, { client_id: input.clientId.slice(0, 64) });
  const session = await openSession(ctx, accountId);
  ctx.log.info(
    { event: 'signed_in', tenant: ctx.tenant.id, account: accountId, address: ctx.address },
    'signed in',
  );
  return session;
}
