import { checkStrongPassword, hashPassword } from '../accounts/index.js';
import { DomainError, invalid, transact } from '../kernel/index.js';
import { audit } from './audit.js';
import { useCode } from './codes.js';
import { makeGuess, proofKeys } from './guesses.js';
import { hashRecoveryCode, isPassword, newRecoveryCodes } from './secrets.js';
import { deleteStaffSessions, updateOwnStaffSession } from './sessions-store.js';
import { replaceRecoveryCodes, selectOwnCredentials, updatePassword } from './store.js';
import type { StaffCtx } from './types.js';

/**
 * Proves the caller's identity again, by a code or the password, which permits dangerous actions for some minutes. Returns
 * the context with the proof. Throws `wrong_code`, `wrong_credentials`, `invalid` without either, or `too_many_requests`.
 */
export async function proveIdentity(
  ctx: StaffCtx,
  { code, password }: { code?: string | undefined; password?: string | undefined },
): Promise<StaffCtx> {
  if (code === undefined && password === undefined) throw invalid('code');
  const { staff } = ctx;
  const provenAt = ctx.now();
  await makeGuess(ctx, proofKeys(staff.sessionId), async () => {
    const own = await selectOwnCredentials(ctx);
    if (!own) throw new DomainError('not_signed_in');
    if (code === undefined && !(await isPassword(ctx, own.passwordHash, password ?? '')))
      throw new DomainError('wrong_credentials');
    await transact(ctx, async (tx) => {
      if (code !== undefined) await useCode(tx, own, code);
      await updateOwnStaffSession(tx, { proven_at: provenAt });
      await audit(tx, { action: 'session.prove', tenantId: staff.tenantId });
    });
  });
  return { ...ctx, staff: { ...staff, provenAt } };
}

/** Changes the caller's password and ends the caller's other sessions. Throws `invalid`. */
export async function changeStaffPassword(ctx: StaffCtx, password: string): Promise<void> {
  const { staff } = ctx;
  checkStrongPassword(password, staff.name);
  const passwordHash = await hashPassword(ctx, password);
  await transact(ctx, async (tx) => {
    await updatePassword(tx, passwordHash);
    await deleteStaffSessions(tx, staff, { except: staff.sessionId });
    await audit(tx, {
      action: 'staff.change_password',
      object: { kind: 'staff', id: staff.id },
      tenantId: staff.tenantId,
    });
  });
}

/** Replaces the caller's recovery codes and returns the new ones. */
export async function renewRecoveryCodes(ctx: StaffCtx): Promise<readonly string[]> {
  const { staff } = ctx;
  const codes = newRecoveryCodes(ctx);
  await transact(ctx, async (tx) => {
    await replaceRecoveryCodes(tx, staff, codes.map(hashRecoveryCode));
    await audit(tx, {
      action: 'staff.renew_recovery_codes',
      object: { kind: 'staff', id: staff.id },
      tenantId: staff.tenantId,
    });
  });
  return codes;
}
