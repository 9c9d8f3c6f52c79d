import { DomainError, type Ctx } from '../kernel/index.js';
import { hashRecoveryCode } from './secrets.js';
import { deleteRecoveryCode, updatePeriod, type StaffCredentials } from './store.js';

/**
 * Uses up a code of a member of staff's authenticator, or a recovery code. Throws `wrong_code`, also for a code that was
 * used before.
 */
export async function useCode(
  ctx: Ctx,
  of: Pick<StaffCredentials, 'id' | 'tenantId' | 'totpSecret'>,
  code: string,
): Promise<void> {
  if (!(await spendCode(ctx, of, code))) throw new DomainError('wrong_code');
}

/** Like `useCode`, but returns whether the code was right and not used before. */
export async function spendCode(
  ctx: Ctx,
  of: Pick<StaffCredentials, 'id' | 'tenantId' | 'totpSecret'>,
  code: string,
): Promise<boolean> {
  const period = of.totpSecret ? ctx.ports.oneTimeCodes.periodOf(of.totpSecret, code, ctx.now()) : undefined;
  if (period !== undefined) return updatePeriod(ctx, of, period);
  return deleteRecoveryCode(ctx, of, hashRecoveryCode(code));
}
