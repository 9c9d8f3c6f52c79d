import {
  DomainError,
  invalid,
  limitActor,
  transact,
  usernameKey,
  type AccountId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { consumeCode } from './codes.js';
import { hashPassword } from './password-hash.js';
import { checkPassword, passwordForm } from './password-rules.js';
import { provePassword, requireProven } from './prove-password.js';
import { isPhone } from './rules.js';
import { openSession, revokeSessions, type Session } from './sessions.js';
import { lockCredentials, selectCredentials, selectKind, type Credentials } from './credentials-store.js';
import { updateAccount } from './store.js';

/**
 * Changes the caller's password and ends all other sessions. Throws `wrong_credentials` if the old one is wrong,
 * `invalid` if the new one violates the tenant's rule or differs from its repetition.
 */
export async function changePassword(
  ctx: MemberCtx,
  input: { oldPassword: string; newPassword: string; repeated: string },
): Promise<void> {
  await limitActor(ctx, 'profile');
  if (passwordForm(input.newPassword) !== passwordForm(input.repeated))
    throw invalid('repeatedPassword', 'password_repeat');
  checkPassword(ctx.tenant, input.newPassword);
  const account = await provePassword(ctx, input.oldPassword);
  checkPassword(ctx.tenant, input.newPassword, account.username);
  const password_hash = await hashPassword(ctx, input.newPassword);
  await transact(ctx, async (tx) => {
    await requireProven(tx, account);
    await updateAccount(tx, ctx.actor, { password_hash });
    await revokeSessions(tx, { accountId: ctx.actor, except: ctx.sessionId });
  });
  logChanged(ctx, ctx.actor, 'password');
}

/**
 * Requires the caller's password and returns the proof for `requireProven`. A visitor has none and needs none. Counts a
 * wrong one as a guess. Throws `wrong_credentials` or `too_many_requests`.
 */
export async function requirePassword(ctx: MemberCtx, password: string): Promise<Credentials | undefined> {
  return (await selectKind(ctx)) === 'member' ? provePassword(ctx, password) : undefined;
}

/**
 * Sets a new password with a code sent to the account's phone, ends all sessions and opens a new one. Throws
 * `wrong_code`, also for an unknown account, and `account_frozen` if the password was set but the owner must thaw the
 * account with it.
 */
export async function resetPassword(
  ctx: Ctx,
  input: { username: string; password: string; code: string },
): Promise<Session> {
  checkPassword(ctx.tenant, input.password, input.username);
  await ctx.ports.limits.consume('code_address', ctx.address);
  const account = await selectCredentials(ctx, usernameKey(input.username.trim()));
  const phone = account?.phone ?? input.username.trim();
  // Also for an unknown account, so that the response takes the same time.
  await consumeCode(ctx, { holder: phone, purpose: 'reset_password', code: input.code });
  if (!account || !isPhone(phone)) throw new DomainError('wrong_code');
  return renewPassword(ctx, account, input.password);
}

/**
 * Sets a new password for somebody who has proven to own the account, ends all sessions and opens a new one. Throws
 * `account_disabled`, or `account_frozen` if the password was set.
 */
export async function renewPassword(ctx: Ctx, account: Credentials, password: string): Promise<Session> {
  if (account.status === 'disabled') throw new DomainError('account_disabled');
  const password_hash = await hashPassword(ctx, password);
  const session = await transact(ctx, async (tx) => {
    // The password was hashed without a lock: the account may have been banned or frozen since.
    const { status } = (await lockCredentials(tx, account.id)) ?? { status: 'disabled' };
    if (status === 'disabled') throw new DomainError('account_disabled');
    await updateAccount(tx, account.id, { password_hash });
    await revokeSessions(tx, { accountId: account.id });
    return status === 'frozen' ? undefined : openSession(tx, account.id);
  });
  logChanged(ctx, account.id, 'code');
  if (!session) throw new DomainError('account_frozen');
  return session;
}

function logChanged(ctx: Ctx, account: AccountId, by: 'password' | 'code'): void {
  ctx.log.info(
    { event: 'password_changed', tenant: ctx.tenant.id, account, address: ctx.address, by },
    'password changed',
  );
}
