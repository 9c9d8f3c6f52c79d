import {
  DomainError,
  invalid,
  isUniqueViolation,
  limitActor,
  transact,
  type Ctx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { enqueueNotice, type Language } from '../outbox/index.js';
import { checkCode, consumeCode, issueCode } from './codes.js';
import { selectCredentialsByEmail, updateEmail, type Credentials } from './credentials-store.js';
import { checkPassword } from './password-rules.js';
import { renewPassword } from './passwords.js';
import { provePassword, requireProven } from './prove-password.js';
import { isMailAddress, mailKey } from './rules.js';
import type { Session } from './sessions.js';

/**
 * Sends a code to the address that the caller wants to have, unless another account has it: the response and its duration
 * do not reveal that. Throws `feature_off` without a mail server, `wrong_credentials`, `invalid` or `too_many_requests`.
 */
export async function requestEmail(
  ctx: MemberCtx,
  input: { email: string; password: string; locale: Language },
): Promise<void> {
  const email = cleanEmail(ctx, input.email);
  await limitActor(ctx, 'code_account');
  await provePassword(ctx, input.password);
  await limitAddress(ctx, email);
  const holder = await selectCredentialsByEmail(ctx, mailKey(email));
  await issueCode(ctx, {
    channel: 'mail',
    purpose: 'confirm_email',
    holder: ownHolder(ctx, email),
    address: email,
    accountId: ctx.actor,
    locale: input.locale,
    isSent: holder === undefined || holder.id === ctx.actor,
  });
}

/**
 * Makes an address the caller's own, with the code that it received, and tells the one from before. Throws `wrong_code`, also if another account has
 * confirmed the address meanwhile.
 */
export async function confirmEmail(
  ctx: MemberCtx,
  input: { email: string; code: string; locale: Language },
): Promise<void> {
  await limitActor(ctx, 'profile');
  const email = cleanEmail(ctx, input.email);
  const { code, locale } = input;
  await consumeCode(ctx, { holder: ownHolder(ctx, email), purpose: 'confirm_email', code });
  if (!(await changeEmail(ctx, email, locale))) throw new DomainError('wrong_code');
  logChanged(ctx, 'email_confirmed');
}

/** Removes the caller's address, and tells that address. Throws `wrong_credentials`. */
export async function removeEmail(
  ctx: MemberCtx,
  input: { password: string; locale: Language },
): Promise<void> {
  await limitActor(ctx, 'profile');
  const proven = await provePassword(ctx, input.password);
  await changeEmail(ctx, undefined, input.locale, proven);
  logChanged(ctx, 'email_removed');
}

/**
 * Sends a code for a new password to the confirmed address of an account. For any other address the response and its
 * duration are the same. Throws `feature_off` without a mail server, `invalid` or `too_many_requests`.
 */
export async function sendResetCode(ctx: Ctx, input: { email: string; locale: Language }): Promise<void> {
  const email = cleanEmail(ctx, input.email);
  await limitAddress(ctx, email);
  const account = await selectCredentialsByEmail(ctx, mailKey(email));
  await issueCode(ctx, {
    channel: 'mail',
    purpose: 'reset_password',
    holder: mailKey(email),
    address: email,
    accountId: account?.id,
    locale: input.locale,
    isSent: account !== undefined,
  });
}

/**
 * Sets a new password with a code sent to the account's address, ends all sessions and opens a new one. Throws like
 * `resetPassword`.
 */
export async function resetPasswordByEmail(
  ctx: Ctx,
  input: { email: string; code: string; password: string },
): Promise<Session> {
  const email = cleanEmail(ctx, input.email);
  checkPassword(ctx.tenant, input.password);
  await ctx.ports.limits.consume('code_address', ctx.address);
  const proof = { holder: mailKey(email), purpose: 'reset_password', code: input.code } as const;
  const account = await selectCredentialsByEmail(ctx, mailKey(email));
  // Also for an unknown address, so that the response takes the same time.
  await checkCode(ctx, proof);
  if (!account) throw new DomainError('wrong_code');
  // Only the owner may learn that the password is like the user name; the code remains valid for a better one.
  checkPassword(ctx.tenant, input.password, account.username);
  await consumeCode(ctx, proof);
  return renewPassword(ctx, account, input.password);
}

/** Checks an address that an operator vouches for. Throws `invalid`, or `conflict` if another account has it. */
export async function checkVouchedEmail(ctx: Ctx, email: string): Promise<void> {
  if (await selectCredentialsByEmail(ctx, mailKey(normalEmail(email)))) throw emailTaken();
}

/** Gives the caller an address that an operator vouches for. Throws like `checkVouchedEmail`. */
export async function setVouchedEmail(tx: MemberTx, text: string): Promise<void> {
  const email = normalEmail(text);
  try {
    await updateEmail(tx, { email, key: mailKey(email) });
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken();
    throw error;
  }
}

function emailTaken(): DomainError {
  return new DomainError('conflict', 'Another account has this address.', {
    field: 'email',
    rule: 'email_taken',
  });
}

/** Sets or removes the caller's address, and tells the one from before; returns false if another account has the new one. */
async function changeEmail(
  ctx: MemberCtx,
  email: string | undefined,
  locale: Language,
  proven?: Credentials,
): Promise<boolean> {
  const next = email === undefined ? undefined : { email, key: mailKey(email) };
  try {
    await transact(ctx, async (tx) => {
      await requireProven(tx, proven);
      const before = await updateEmail(tx, next);
      if (before.email === null || before.key === next?.key) return;
      const purpose = next ? 'email_changed' : 'email_removed';
      await enqueueNotice(tx, { purpose, accountId: tx.actor, address: before.email, locale });
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

function cleanEmail(ctx: Ctx, text: string): string {
  if (!ctx.ports.mail.isAvailable) throw new DomainError('feature_off');
  return normalEmail(text);
}

function normalEmail(text: string): string {
  const email = text.trim().normalize('NFC');
  if (!isMailAddress(email)) throw invalid('email', 'email');
  return email;
}

async function limitAddress(ctx: Ctx, email: string): Promise<void> {
  await ctx.ports.limits.consume('code_address', ctx.address);
  await ctx.ports.limits.consume('code_mail', `${ctx.tenant.id}/${mailKey(email)}`);
}

/** Codes for an address belong to one account, so that another cannot use them or make them invalid. */
function ownHolder(ctx: MemberCtx, email: string): string {
  return `${ctx.actor}/${mailKey(email)}`;
}

function logChanged(ctx: MemberCtx, event: 'email_confirmed' | 'email_removed'): void {
  ctx.log.info(
    { event, tenant: ctx.tenant.id, account: ctx.actor, address: ctx.address },
    'e-mail address changed',
  );
}
