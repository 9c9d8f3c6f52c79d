import { checkStrongPassword, hashPassword } from '../accounts/index.js';
import { DomainError, transact } from '../kernel/index.js';
import { audit } from './audit.js';
import { hashRecoveryCode, newRecoveryCodes } from './secrets.js';
import { openStaffSession } from './sessions.js';
import {
  deleteDevices,
  deleteStaffSessions,
  selectPendingSecret,
  updateOwnStaffSession,
} from './sessions-store.js';
import { rememberDevice, type SignedIn } from './sign-in.js';
import { lockStaff, replaceRecoveryCodes, updateEnrolled } from './store.js';
import type { StaffCtx } from './types.js';

/**
 * Creates the secret of an authenticator, which `enrol` confirms; an earlier one of the session is void. Throws
 * `forbidden` unless the session is one that enrols.
 */
export async function startEnrolment(ctx: StaffCtx): Promise<{ secret: string; uri: string }> {
  requireEnrolling(ctx);
  const { oneTimeCodes } = ctx.ports;
  const secret = oneTimeCodes.newSecret();
  await transact(ctx, async (tx) => {
    await updateOwnStaffSession(tx, { pending_totp_secret: secret });
    await audit(tx, { action: 'session.start_enrolment', tenantId: ctx.staff.tenantId });
  });
  return {
    secret,
    uri: oneTimeCodes.uriOf(secret, { issuer: ctx.tenant.settings.consoleTitle, name: ctx.staff.name }),
  };
}

/**
 * Sets the caller's password and authenticator, and replaces all sessions, devices and recovery codes by new ones. Throws
 * `forbidden` unless the session is one that enrols, `wrong_code` if the code is not one of the new authenticator, or
 * `invalid`.
 */
export async function enrol(
  ctx: StaffCtx,
  input: { password: string; code: string },
): Promise<SignedIn & { recoveryCodes: readonly string[] }> {
  requireEnrolling(ctx);
  const { staff } = ctx;
  checkStrongPassword(input.password, staff.name);
  const totpSecret = await selectPendingSecret(ctx);
  const period = totpSecret ? ctx.ports.oneTimeCodes.periodOf(totpSecret, input.code, ctx.now()) : undefined;
  if (!totpSecret || period === undefined) throw new DomainError('wrong_code');
  const passwordHash = await hashPassword(ctx, input.password);
  const recoveryCodes = newRecoveryCodes(ctx);
  return transact(ctx, async (tx) => {
    const locked = await lockStaff(tx, staff);
    // Another session may have enrolled meanwhile.
    if (!locked || locked.oneTimeUntil === null) throw new DomainError('forbidden');
    await updateEnrolled(tx, { passwordHash, totpSecret, period });
    await replaceRecoveryCodes(tx, staff, recoveryCodes.map(hashRecoveryCode));
    await deleteStaffSessions(tx, staff);
    await deleteDevices(tx, staff);
    await audit(tx, {
      action: 'staff.enrol',
      object: { kind: 'staff', id: staff.id },
      tenantId: staff.tenantId,
    });
    const session = await openStaffSession(tx, locked, 'open');
    return { ...session, deviceToken: await rememberDevice(tx, staff, undefined), recoveryCodes };
  });
}

function requireEnrolling({ staff }: StaffCtx): void {
  if (staff.stage !== 'enrolling') throw new DomainError('forbidden');
}
