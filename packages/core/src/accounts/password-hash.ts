import { requesterOf, type Ctx } from '../kernel/index.js';
import { passwordForm } from './password-rules.js';
import type { Credentials } from './credentials-store.js';
import { updateAccount } from './store.js';

/** Hashes a new password. */
export function hashPassword(ctx: Ctx, password: string): Promise<string> {
  return ctx.ports.passwords.hash(passwordForm(password), requesterOf(ctx));
}

/**
 * Whether a password is the account's. Also accepts hashes of the password as typed, made by older versions, and
 * renews them. Takes the same time for an unknown account.
 */
export async function verifyPassword(
  ctx: Ctx,
  account: Credentials | undefined,
  password: string,
): Promise<boolean> {
  const verify = (typed: string) =>
    ctx.ports.passwords.verify(account?.password_hash ?? undefined, typed, requesterOf(ctx));
  const form = passwordForm(password);
  if (await verify(form)) return true;
  if (form === password || !(await verify(password)) || !account) return false;
  await updateAccount(ctx, account.id, { password_hash: await hashPassword(ctx, password) });
  return true;
}
