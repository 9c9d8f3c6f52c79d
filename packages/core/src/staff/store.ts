import { bounds, type Ctx, type StaffId, type TenantId, type Tx } from '../kernel/index.js';
import type { StaffRole } from './permissions.js';
import type { OperatorTx, StaffCtx, StaffTx } from './types.js';

/** What authenticates a member of staff. */
export interface StaffCredentials {
  readonly id: StaffId;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly role: StaffRole;
  readonly ownsInstallation: boolean;
  readonly passwordHash: string;
  /** Until when the password may open an enrolment; null for a password that its owner has set. */
  readonly oneTimeUntil: number | null;
  readonly totpSecret: string | null;
}

/** A member of staff, as others see it. */
export interface StaffMember {
  readonly id: StaffId;
  readonly name: string;
  readonly role: StaffRole;
  readonly ownsInstallation: boolean;
  readonly isEnrolled: boolean;
  readonly createdAt: number;
  /** Null without a session. */
  readonly lastUsedAt: number | null;
}

const CREDENTIALS = [
  'id',
  'tenant_id as tenantId',
  'name',
  'role',
  'owns_installation as ownsInstallation',
  'password_hash as passwordHash',
  'one_time_until as oneTimeUntil',
  'totp_secret as totpSecret',
] as const;

/** The member of staff with a name, or undefined. */
export function selectStaffByName(ctx: Ctx, nameKey: string): Promise<StaffCredentials | undefined> {
  return ctx.db
    .selectFrom('staff')
    .select(CREDENTIALS)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('name_key', '=', nameKey)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** What authenticates the caller, or undefined if the caller was removed. */
export function selectOwnCredentials(ctx: StaffCtx): Promise<StaffCredentials | undefined> {
  return ctx.db
    .selectFrom('staff')
    .select(CREDENTIALS)
    .where('tenant_id', '=', ctx.staff.tenantId)
    .where('id', '=', ctx.staff.id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** The member of staff with an id, or undefined; locked against changes until the transaction ends. */
export function lockStaff(
  tx: Tx,
  { tenantId, id }: { tenantId: TenantId; id: StaffId },
): Promise<StaffCredentials | undefined> {
  return tx.db
    .selectFrom('staff')
    .select(CREDENTIALS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The ids of the tenant's owners, locked until the transaction ends, so that two changes cannot remove both of two. */
export async function lockOwners(tx: Tx): Promise<StaffId[]> {
  const rows = await tx.db
    .selectFrom('staff')
    .select('id')
    .where('tenant_id', '=', tx.tenant.id)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** The staff of the tenant by name. */
export function selectStaff(ctx: Ctx): Promise<StaffMember[]> {
  return ctx.db
    .selectFrom('staff as m')
    .leftJoin('staff_sessions as s', (join) =>
      join.onRef('s.tenant_id', '=', 'm.tenant_id').onRef('s.staff_id', '=', 'm.id'),
    )
    .select(['m.id', 'm.name', 'm.role', 'm.owns_installation as ownsInstallation'])
    .select((of) => [
      of('m.totp_secret', 'is not', null).$castTo<boolean>().as('isEnrolled'),
      'm.created_at as createdAt',
      of.fn.max<number | null>('s.last_used_at').as('lastUsedAt'),
    ])
    .where('m.tenant_id', '=', ctx.tenant.id)
    .where('m.removed_at', 'is', null)
    .groupBy(['m.tenant_id', 'm.id'])
    .orderBy('m.name_key')
    .limit(bounds.staff.members)
    .execute();
}

/** Whether the tenant has ever had staff. */
export async function selectHasHadStaff(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('staff')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds a member of staff; undefined if the name is taken. */
export async function insertStaff(
  tx: OperatorTx,
  staff: {
    name: string;
    nameKey: string;
    role: StaffRole;
    ownsInstallation: boolean;
    passwordHash: string;
    oneTimeUntil: number;
  },
): Promise<StaffId | undefined> {
  const row = await tx.db
    .insertInto('staff')
    .values({
      tenant_id: tx.tenant.id,
      name: staff.name,
      name_key: staff.nameKey,
      role: staff.role,
      owns_installation: staff.ownsInstallation,
      password_hash: staff.passwordHash,
      one_time_until: staff.oneTimeUntil,
      totp_secret: null,
      created_at: tx.now(),
      removed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Changes the role of a member of staff; only an owner can own the installation. */
export async function updateRole(tx: OperatorTx, id: StaffId, role: StaffRole): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ role, ...(role !== 'owner' && { owns_installation: false }) })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Gives a member of staff a one-time password, and removes the authenticator. */
export async function updateToOneTimePassword(
  tx: OperatorTx,
  id: StaffId,
  { passwordHash, oneTimeUntil }: { passwordHash: string; oneTimeUntil: number },
): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ password_hash: passwordHash, one_time_until: oneTimeUntil, totp_secret: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Sets the password and the authenticator of the caller; `period` is that of the code that confirmed it. */
export async function updateEnrolled(
  tx: StaffTx,
  { passwordHash, totpSecret, period }: { passwordHash: string; totpSecret: string; period: number },
): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ password_hash: passwordHash, one_time_until: null, totp_secret: totpSecret, totp_step: period })
    .where('tenant_id', '=', tx.staff.tenantId)
    .where('id', '=', tx.staff.id)
    .execute();
}

/** Sets the password of the caller. */
export async function updatePassword(tx: StaffTx, passwordHash: string): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ password_hash: passwordHash })
    .where('tenant_id', '=', tx.staff.tenantId)
    .where('id', '=', tx.staff.id)
    .execute();
}

/** Records that the code of a period was used; false if it, or a later one, was used before. */
export async function updatePeriod(
  ctx: Ctx,
  { tenantId, id }: { tenantId: TenantId; id: StaffId },
  period: number,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('staff')
    .set({ totp_step: period })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('totp_step', '<', period)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes a member of staff; the row stays for the audit log. */
export async function updateRemoved(tx: OperatorTx, id: StaffId): Promise<void> {
  await tx.db
    .updateTable('staff')
    .set({ removed_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Replaces the recovery codes of a member of staff. */
export async function replaceRecoveryCodes(
  tx: OperatorTx,
  { tenantId, id }: { tenantId: TenantId; id: StaffId },
  hashes: readonly string[],
): Promise<void> {
  await tx.db
    .deleteFrom('staff_recovery_codes')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id)
    .execute();
  if (hashes.length === 0) return;
  await tx.db
    .insertInto('staff_recovery_codes')
    .values(hashes.map((code_hash) => ({ tenant_id: tenantId, staff_id: id, code_hash })))
    .execute();
}

/** Uses up a recovery code; false if there is none with this hash. */
export async function deleteRecoveryCode(
  ctx: Ctx,
  { tenantId, id }: { tenantId: TenantId; id: StaffId },
  hash: string,
): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('staff_recovery_codes')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id)
    .where('code_hash', '=', hash)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
