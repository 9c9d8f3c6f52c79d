import { DomainError, transact, usernameKey, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import { isDeletionRequested } from './delete-account.js';
import { guessKey, logFailedSignIn, networkGuessKey, delayGuess, refundGuess } from './guesses.js';
import { changeAccountStatus } from './manage-accounts.js';
import { verifyPassword } from './password-hash.js';
import { lockProven } from './prove-password.js';
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
  return enter(ctx, await checkCredentials(ctx, input), input, async (tx, id) => {
    logFailedSignIn(ctx, 'frozen', id);
    throw new DomainError((await isDeletionRequested(tx, id)) ? 'account_deleting' : 'account_frozen');
  });
}

/** Signs in to an account that its owner had frozen or deleted, and keeps it. Throws like `signIn`. */
export async function unfreezeAccount(ctx: Ctx, input: SignIn): Promise<Session> {
  return enter(ctx, await checkCredentials(ctx, input), input, (tx, id) =>
    changeAccountStatus(tx, id, 'active'),
  );
}

/**
 * The account that matches the credentials. Guesses are limited per address and per pair of account and address, never
 * per account alone, so that no client can lock out another user. Guesses at one account from all addresses are
 * delayed.
 */
async function checkCredentials(ctx: Ctx, input: SignIn): Promise<Credentials> {
  const { account, key } = await matchCredentials(ctx, input);
  refuseDisabled(ctx, account);
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
  const proven = await verifyPassword(ctx, account, input.password).catch(async (error: unknown) => {
    // Nothing was compared, so it does not count as a guess. The point of the address is kept: it limits attempts in
    // general.
    await refundGuess(ctx, key);
    throw error;
  });
  if (!proven) throw wrongCredentials(ctx, account);
  return { account: proven, key };
}

/** Opens a session for an account whose password is proven, as it is now; `whenFrozen` decides about a frozen one. */
async function enter(
  ctx: Ctx,
  proven: Credentials,
  { clientId }: SignIn,
  whenFrozen: (tx: Tx, id: AccountId) => Promise<void>,
): Promise<Session> {
  const session = await transact(ctx, async (tx) => {
    const account = await lockProven(tx, proven);
    if (!account) throw wrongCredentials(ctx, proven);
    refuseDisabled(ctx, account);
    if (account.status === 'frozen') await whenFrozen(tx, account.id);
    if (clientId) await updateAccount(tx, account.id, { client_id: clientId.slice(0, 64) });
    return openSession(tx, account.id);
  });
  ctx.log.info(
    { event: 'signed_in', tenant: ctx.tenant.id, account: proven.id, address: ctx.address },
    'signed in',
  );
  return session;
}

function refuseDisabled(ctx: Ctx, { status, id }: Credentials): void {
  if (status !== 'disabled') return;
  logFailedSignIn(ctx, 'disabled', id);
  throw new DomainError('account_disabled');
}

function wrongCredentials(ctx: Ctx, account: Credentials | undefined): DomainError {
  logFailedSignIn(ctx, account ? 'wrong_password' : 'unknown_user', account?.id);
  return new DomainError('wrong_credentials');
}
