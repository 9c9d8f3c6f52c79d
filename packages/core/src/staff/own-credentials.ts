import { checkStrongPassword, hashPassword } from '../accounts/index.js';
import { DomainError, invalid, transact } from '../kernel/index.js';
import { audit } from './audit.js';
import { takeChallenge } from './challenges-store.js';
import { useCode } from './codes.js';
import { makeGuess, proofKeys } from './guesses.js';
import { sessionKey, withPasskey, type PasskeyAnswer } from './passkeys.js';
import { selectPasskey } from './passkeys-store.js';
import { lockOwn } from './lock-own.js';
import { hashRecoveryCode, isPassword, newRecoveryCodes } from './secrets.js';
import { deleteStaffSessions, updateOwnStaffSession } from './sessions-store.js';
import { replaceRecoveryCodes, selectOwnCredentials, updatePassword } from './store.js';
import type { StaffCtx, StaffTx } from './types.js';

/**
 * Proves the caller's identity again, by a passkey, a code or the password, which permits dangerous actions for some minutes.
 * Returns the context with the proof. Throws `wrong_passkey`, `wrong_code`, `wrong_credentials`, `invalid` without any, or
 * `too_many_requests`.
 */
export async function proveIdentity(
  ctx: StaffCtx,
  {
    code,
    password,
    passkey,
  }: { code?: string | undefined; password?: string | undefined; passkey?: PasskeyAnswer | undefined },
): Promise<StaffCtx> {
  if (code === undefined && password === undefined && !passkey) throw invalid('code');
  const { staff } = ctx;
  const provenAt = ctx.now();
  await makeGuess(ctx, proofKeys(staff.sessionId), async () => {
    if (passkey) return proveByPasskey(ctx, passkey, provenAt);
    const own = await selectOwnCredentials(ctx);
    if (!own) throw new DomainError('not_signed_in');
    if (code === undefined && !(await isPassword(ctx, own.passwordHash, password ?? '')))
      throw new DomainError('wrong_credentials');
    return transact(ctx, async (tx) => {
      if (code !== undefined) await useCode(tx, own, code);
      await recordProof(tx, provenAt);
    });
  });
  return { ...ctx, staff: { ...staff, provenAt } };
}

async function proveByPasskey(
  ctx: StaffCtx,
  { site, answer }: PasskeyAnswer,
  provenAt: number,
): Promise<void> {
  const { staff } = ctx;
  const challenge = await takeChallenge(ctx, sessionKey(ctx, 'prove'));
  const passkey = await selectPasskey(ctx, { tenantId: staff.tenantId, credentialId: answer.id });
  if (passkey?.staffId !== staff.id) throw new DomainError('wrong_passkey');
  const done = await withPasskey(ctx, { passkey, challenge, site, answer }, (tx) =>
    recordProof({ ...tx, staff }, provenAt),
  );
  if (!done) throw new DomainError('wrong_passkey');
}

async function recordProof(tx: StaffTx, provenAt: number): Promise<void> {
  await updateOwnStaffSession(tx, { proven_at: provenAt });
  await audit(tx, { action: 'session.prove', tenantId: tx.staff.tenantId });
}

/** Changes the caller's password and ends the caller's other sessions. Throws `invalid`, or `not_signed_in` after a reset. */
export async function changeStaffPassword(ctx: StaffCtx, password: string): Promise<void> {
  const { staff } = ctx;
  checkStrongPassword(password, staff.name);
  const passwordHash = await hashPassword(ctx, password);
  await transact(ctx, async (tx) => {
    await lockOwn(tx);
    await updatePassword(tx, passwordHash);
    await deleteStaffSessions(tx, staff, { except: staff.sessionId });
    await audit(tx, {
      action: 'staff.change_password',
      object: { kind: 'staff', id: staff.id },
      tenantId: staff.tenantId,
    });
  });
}

/** Replaces the caller's recovery codes and returns the new ones. Throws `not_signed_in` after a reset. */
export async function renewRecoveryCodes(ctx: StaffCtx): Promise<readonly string[]> {
  const { staff } = ctx;
  const codes = newRecoveryCodes(ctx);
  await transact(ctx, async (tx) => {
    await lockOwn(tx);
    await replaceRecoveryCodes(tx, staff, codes.map(hashRecoveryCode));
    await audit(tx, {
      action: 'staff.renew_recovery_codes',
      object: { kind: 'staff', id: staff.id },
      tenantId: staff.tenantId,
    });
  });
  return codes;
}
