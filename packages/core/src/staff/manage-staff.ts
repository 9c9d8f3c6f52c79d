import {
  bounds,
  cleanLine,
  DomainError,
  isId,
  transact,
  usernameKey,
  type StaffId,
} from '../kernel/index.js';
import { audit } from './audit.js';
import type { StaffRole } from './permissions.js';
import { deletePasskeys } from './passkeys-store.js';
import { newOneTimePassword } from './secrets.js';
import { deleteDevices, deleteStaffSessions } from './sessions-store.js';
import {
  insertStaff,
  lockOwners,
  lockStaff,
  replaceRecoveryCodes,
  selectHasHadStaff,
  selectStaff,
  selectStaffByName,
  updateRemoved,
  updateRole,
  updateToOneTimePassword,
  type StaffCredentials,
  type StaffMember,
} from './store.js';
import type { OperatorCtx, OperatorTx } from './types.js';

/** A member of staff with the password for the first sign-in, which is stored only as a hash. */
export interface StaffPassword {
  readonly id: StaffId;
  readonly oneTimePassword: string;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** The staff of the tenant by name. */
export function listStaff(ctx: OperatorCtx): Promise<StaffMember[]> {
  return selectStaff(ctx);
}

/** The id of the member of staff with a name. Throws `not_found`. */
export async function findStaffByName(ctx: OperatorCtx, name: string): Promise<StaffId> {
  const found = await selectStaffByName(ctx, usernameKey(name.trim()));
  if (!found) throw new DomainError('not_found', `There is no member of staff ${JSON.stringify(name)}.`);
  return found.id;
}

/** Adds a member of staff. Throws `username_taken` or `invalid`. */
export async function addStaff(
  ctx: OperatorCtx,
  input: { name: string; role: StaffRole; ownsInstallation?: boolean },
): Promise<StaffPassword> {
  const name = cleanLine('name', input.name, { min: 1, max: bounds.staff.nameCharacters });
  const { role, ownsInstallation = false } = input;
  const password = await newOneTimePassword(ctx);
  const id = await transact(ctx, async (tx) => {
    const added = await insertStaff(tx, {
      ...password,
      name,
      nameKey: usernameKey(name),
      role,
      ownsInstallation,
    });
    if (added === undefined) throw new DomainError('username_taken', undefined, { field: 'name' });
    const after = { name, role, ownsInstallation };
    await audit(tx, { action: 'staff.add', object: { kind: 'staff', id: added }, after });
    return added;
  });
  return { id, oneTimePassword: password.oneTimePassword, expiresAt: password.oneTimeUntil };
}

/** The name of the owner that the first start creates. */
export const FIRST_OWNER = 'owner';

/** Adds the owner of the installation if the tenant has never had staff; undefined otherwise. */
export async function addFirstOwner(ctx: OperatorCtx): Promise<StaffPassword | undefined> {
  if (await selectHasHadStaff(ctx)) return undefined;
  return addStaff(ctx, { name: FIRST_OWNER, role: 'owner', ownsInstallation: true }).catch(
    (error: unknown) => {
      // Another node was faster.
      if (error instanceof DomainError && error.code === 'username_taken') return undefined;
      throw error;
    },
  );
}

/** Changes a role. Throws `not_found`, `forbidden` or `last_owner`. */
export async function setStaffRole(ctx: OperatorCtx, input: { id: number; role: StaffRole }): Promise<void> {
  await transact(ctx, async (tx) => {
    if (input.role !== 'owner') await requireOtherOwner(tx, input.id);
    const staff = await accessStaff(tx, input.id);
    await updateRole(tx, staff.id, input.role);
    await audit(tx, {
      action: 'staff.set_role',
      object: { kind: 'staff', id: staff.id },
      before: staff.role,
      after: input.role,
    });
  });
}

/**
 * Ends all sessions of a member of staff, who signs in again with a new one-time password and enrols again. Throws
 * `not_found` or `forbidden`.
 */
export async function resetStaff(ctx: OperatorCtx, id: number): Promise<StaffPassword> {
  const password = await newOneTimePassword(ctx);
  const staff = await transact(ctx, async (tx) => {
    const found = await accessStaff(tx, id);
    await updateToOneTimePassword(tx, found.id, password);
    await forgetSecrets(tx, found);
    await audit(tx, { action: 'staff.reset', object: { kind: 'staff', id: found.id } });
    return found;
  });
  return { id: staff.id, oneTimePassword: password.oneTimePassword, expiresAt: password.oneTimeUntil };
}

/** Ends all sessions of a member of staff; returns their number. Throws `not_found` or `forbidden`. */
export async function endSessionsOfStaff(ctx: OperatorCtx, id: number): Promise<number> {
  return transact(ctx, async (tx) => {
    const staff = await accessStaff(tx, id);
    const ended = await deleteStaffSessions(tx, staff);
    await audit(tx, {
      action: 'staff.end_sessions',
      object: { kind: 'staff', id: staff.id },
      after: { ended },
    });
    return ended;
  });
}

/** Removes a member of staff, whose sessions end at once. Throws `not_found`, `forbidden` or `last_owner`. */
export async function removeStaff(ctx: OperatorCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    await requireOtherOwner(tx, id);
    const staff = await accessStaff(tx, id);
    await updateRemoved(tx, staff.id);
    await forgetSecrets(tx, staff);
    const before = { name: staff.name, role: staff.role };
    await audit(tx, { action: 'staff.remove', object: { kind: 'staff', id: staff.id }, before });
  });
}

/** Throws `last_owner` if the tenant has no owner besides this member of staff. */
async function requireOtherOwner(tx: OperatorTx, id: number): Promise<void> {
  const owners = await lockOwners(tx);
  if (owners.length === 1 && owners[0] === id) throw new DomainError('last_owner');
}

/**
 * A member of staff whom the caller may change. Who owns the installation is changed only by others who do: otherwise an
 * owner of a tenant could take over an account that opens all tenants. Throws `not_found` or `forbidden`.
 */
async function accessStaff(tx: OperatorTx, id: number): Promise<StaffCredentials> {
  // A number is its own id.
  const staff = isId(id) ? await lockStaff(tx, { tenantId: tx.tenant.id, id: id as StaffId }) : undefined;
  if (!staff) throw new DomainError('not_found');
  if (staff.ownsInstallation && tx.staff && !tx.staff.ownsInstallation) throw new DomainError('forbidden');
  return staff;
}

async function forgetSecrets(tx: OperatorTx, staff: StaffCredentials): Promise<void> {
  await deleteStaffSessions(tx, staff);
  await deleteDevices(tx, staff);
  await replaceRecoveryCodes(tx, staff, []);
  await deletePasskeys(tx, staff);
}
