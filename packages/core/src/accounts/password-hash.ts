import { requesterOf, type Ctx } from '../kernel/index.js';
import { passwordForm } from './password-rules.js';
import { updateHashRenewed, type Credentials } from './credentials-store.js';

/** Hashes a new password. */
export function hashPassword(ctx: Ctx, password: string): Promise<string> {
  return ctx.ports.passwords.hash(passwordForm(password), requesterOf(ctx));
}

/**
 * The account as it is proven by its password, or undefined. Also accepts hashes of the password as typed, made by older
 * versions, and renews them. Takes the same time for an unknown account.
 */
export async function verifyPassword(
  ctx: Ctx,
  account: Credentials | undefined,
  password: string,
): Promise<Credentials | undefined> {
  const verify = (typed: string) =>
    ctx.ports.passwords.verify(account?.password_hash ?? undefined, typed, requesterOf(ctx));
  const form = passwordForm(password);
  if (await verify(form)) return account;
  if (form === password || !(await verify(password)) || !account) return undefined;
  const password_hash = await hashPassword(ctx, password);
  return (await updateHashRenewed(ctx, account, password_hash)) ? { ...account, password_hash } : account;
}
