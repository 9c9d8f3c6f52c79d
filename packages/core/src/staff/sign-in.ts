import { DomainError, transact, usernameKey, type Ctx } from '../kernel/index.js';
import { audit } from './audit.js';
import { spendCode } from './codes.js';
import { makeGuess, signInKeys } from './guesses.js';
import { hashToken, isPassword, newToken } from './secrets.js';
import { openStaffSession, type OpenedStaffSession } from './sessions.js';
import { selectIsKnownDevice, upsertDevice } from './sessions-store.js';
import { lockStaff, selectStaffByName, type StaffCredentials } from './store.js';
import type { OperatorTx } from './types.js';

/** A session with the secret of its device; the device's is undefined while the member of staff enrols. */
export interface SignedIn extends OpenedStaffSession {
  readonly deviceToken: string | undefined;
}

/**
 * Opens a session for a name, a password and a code. With a one-time password the session only permits to enrol. Throws
 * `wrong_credentials` whichever of the three is wrong, after the same time, or `too_many_requests`.
 */
export async function signInStaff(
  ctx: Ctx,
  input: { name: string; password: string; code?: string | undefined; deviceToken?: string | undefined },
): Promise<SignedIn> {
  await ctx.ports.limits.consume('sign_in_address', ctx.address);
  const nameKey = usernameKey(input.name.trim());
  const staff = await selectStaffByName(ctx, nameKey);
  const device = await knownDevice(ctx, staff, input.deviceToken);
  const signedIn = await makeGuess(ctx, signInKeys(ctx, nameKey, device), async () => {
    const isRight = await isPassword(ctx, staff?.passwordHash, input.password);
    if (!staff || !isRight) return refuse(ctx, staff);
    return transact(ctx, (tx) => enter(tx, staff, input));
  });
  await ctx.ports.limits.refund('sign_in_address', ctx.address);
  return signedIn;
}

/** The hash of a device's token if the member of staff has signed in there before. */
async function knownDevice(
  ctx: Ctx,
  staff: StaffCredentials | undefined,
  deviceToken: string | undefined,
): Promise<string | undefined> {
  if (!staff || deviceToken === undefined) return undefined;
  const hash = hashToken(deviceToken);
  return (await selectIsKnownDevice(ctx, staff, hash)) ? hash : undefined;
}

async function enter(
  tx: OperatorTx,
  checked: StaffCredentials,
  { code, deviceToken }: { code?: string | undefined; deviceToken?: string | undefined },
): Promise<SignedIn> {
  // The password was compared without a lock: it may have been changed since.
  const staff = await lockStaff(tx, checked);
  if (staff?.passwordHash !== checked.passwordHash) return refuse(tx, checked);
  const isEnrolling = staff.oneTimeUntil !== null;
  if (isEnrolling && tx.now() >= (staff.oneTimeUntil ?? 0)) return refuse(tx, staff);
  if (!isEnrolling && !(await spendCode(tx, staff, code ?? ''))) return refuse(tx, staff);
  const session = await openStaffSession(tx, staff, isEnrolling ? 'enrolling' : 'open');
  await audit(
    { ...tx, staff: session.staff },
    { action: 'session.start', after: { stage: session.staff.stage } },
  );
  return {
    ...session,
    deviceToken: isEnrolling ? undefined : await rememberDevice(tx, staff, deviceToken),
  };
}

/** Remembers the device, so that wrong guesses elsewhere do not lock it; returns its token, a new one if it has none. */
export async function rememberDevice(
  tx: OperatorTx,
  of: Pick<StaffCredentials, 'id' | 'tenantId'>,
  deviceToken: string | undefined,
): Promise<string> {
  const token = deviceToken ?? newToken(tx);
  await upsertDevice(tx, of, hashToken(token));
  return token;
}

function refuse(ctx: Ctx, staff: StaffCredentials | undefined): never {
  ctx.log.info(
    { event: 'staff_sign_in_failed', tenant: ctx.tenant.id, staff: staff?.id, address: ctx.address },
    'sign-in of staff refused',
  );
  throw new DomainError('wrong_credentials');
}
