import { requesterOf, type Ctx } from '../kernel/index.js';
import { passwordForm } from './password-rules.js';
import { updateAccount, type Credentials } from './store.js';

/** Hashes a password that is set. */
export function hashPassword(ctx: Ctx, password: string): Promise<string> {
  return ctx.ports.passwords.hash(passwordForm(password), requesterOf(ctx));
}

/**
 * Whether this is the password of an account. A hash that an older version made of the password as it was typed counts
 * too, and is renewed. Takes the same time for an account that is not there.
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
