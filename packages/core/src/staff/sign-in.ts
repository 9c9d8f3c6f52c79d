import { DomainError, transact, usernameKey, type Ctx } from '../kernel/index.js';
import type { PasskeySite } from '../ports/index.js';
import { audit } from './audit.js';
import { takeChallenge, type ChallengeKey } from './challenges-store.js';
import { spendCode } from './codes.js';
import { makeGuess, signInKeys } from './guesses.js';
import { newChallenge, withPasskey, type PasskeyAnswer } from './passkeys.js';
import { selectPasskey } from './passkeys-store.js';
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

/**
 * What a browser without a session needs to sign in with a passkey, and the secret by which it is known when it answers.
 * Throws `too_many_requests`.
 */
export async function startPasskeySignIn(
  ctx: Ctx,
  { site, browserToken }: { site: PasskeySite; browserToken: string | undefined },
): Promise<{ options: object; browserToken: string }> {
  await ctx.ports.limits.consume('sign_in_address', ctx.address);
  const token = browserToken ?? newToken(ctx);
  const challenge = await newChallenge(ctx, browserKey(ctx, token));
  // No passkey is named, so that nobody learns who has one.
  const options = await ctx.ports.passkeys.request({ challenge, site, known: [] });
  return { options, browserToken: token };
}

/**
 * Opens a session for the answer of a passkey; with a name only for that member of staff. Throws `wrong_passkey` or
 * `too_many_requests`.
 */
export async function signInWithPasskey(
  ctx: Ctx,
  input: PasskeyAnswer & {
    name?: string | undefined;
    browserToken: string | undefined;
    deviceToken?: string | undefined;
  },
): Promise<SignedIn> {
  await ctx.ports.limits.consume('sign_in_address', ctx.address);
  const { answer, browserToken, deviceToken } = input;
  const passkey = await selectPasskey(ctx, { tenantId: ctx.tenant.id, credentialId: answer.id });
  const challenge =
    browserToken === undefined ? undefined : await takeChallenge(ctx, browserKey(ctx, browserToken));
  if (!passkey) return refuse(ctx, undefined, 'wrong_passkey');
  const of = { id: passkey.staffId, tenantId: passkey.tenantId };
  const nameKey = usernameKey(passkey.staffName);
  const device = await knownDevice(ctx, of, deviceToken);
  const signedIn = await makeGuess(ctx, signInKeys(ctx, nameKey, device), async () => {
    const isOther = input.name !== undefined && usernameKey(input.name.trim()) !== nameKey;
    if (isOther) return refuse(ctx, of, 'wrong_passkey');
    const done = await withPasskey(ctx, { ...input, passkey, challenge }, (tx, staff) =>
      open(tx, staff, { deviceToken }),
    );
    return done ? done.result : refuse(ctx, of, 'wrong_passkey');
  });
  await ctx.ports.limits.refund('sign_in_address', ctx.address);
  return signedIn;
}

function browserKey(ctx: Ctx, browserToken: string): ChallengeKey {
  return { tenantId: ctx.tenant.id, holder: `browser/${hashToken(browserToken)}`, purpose: 'sign_in' };
}

/** The hash of a device's token if the member of staff has signed in there before. */
async function knownDevice(
  ctx: Ctx,
  staff: Pick<StaffCredentials, 'id' | 'tenantId'> | undefined,
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
  return open(tx, staff, { deviceToken });
}

/** Opens a session for a member of staff whose identity is proven, and remembers the device unless it is one to enrol. */
async function open(
  tx: OperatorTx,
  staff: StaffCredentials,
  { deviceToken }: { deviceToken: string | undefined },
): Promise<SignedIn> {
  const isEnrolling = staff.oneTimeUntil !== null;
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

function refuse(
  ctx: Ctx,
  staff: Pick<StaffCredentials, 'id'> | undefined,
  code: 'wrong_credentials' | 'wrong_passkey' = 'wrong_credentials',
): never {
  ctx.log.info(
    { event: 'staff_sign_in_failed', tenant: ctx.tenant.id, staff: staff?.id, address: ctx.address },
    'sign-in of staff refused',
  );
  throw new DomainError(code);
}
