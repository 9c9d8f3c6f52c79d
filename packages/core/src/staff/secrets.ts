import { createHash } from 'node:crypto';
import { bounds, requesterOf, type Ctx } from '../kernel/index.js';
import { hashPassword, passwordForm } from '../accounts/index.js';

/** The form in which random tokens and codes are stored: they are too long to be guessed from it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A random token for a cookie. */
export function newToken(ctx: Ctx): string {
  return ctx.ids.hex(32);
}

/** Ten random bytes that a person can type: `3f2a1-…`. */
function newTypedSecret(ctx: Ctx): string {
  return ctx.ids.hex(10).replaceAll(/(.{5})(?=.)/g, '$1-');
}

/** A password that opens an enrolment, its hash, and until when. */
export async function newOneTimePassword(
  ctx: Ctx,
): Promise<{ oneTimePassword: string; passwordHash: string; oneTimeUntil: number }> {
  const oneTimePassword = newTypedSecret(ctx);
  return {
    oneTimePassword,
    passwordHash: await hashPassword(ctx, oneTimePassword),
    oneTimeUntil: ctx.now() + bounds.staff.oneTimePasswordMs,
  };
}

/** New recovery codes. */
export function newRecoveryCodes(ctx: Ctx): string[] {
  return Array.from({ length: bounds.staff.recoveryCodes }, () => newTypedSecret(ctx));
}

/** The stored form of a recovery code, however it was typed. */
export function hashRecoveryCode(code: string): string {
  const digits = code.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  return hashToken(digits);
}

/** Whether a password has this hash. Takes the same time without a hash. */
export function isPassword(ctx: Ctx, hash: string | undefined, password: string): Promise<boolean> {
  return ctx.ports.passwords.verify(hash, passwordForm(password), requesterOf(ctx));
}
