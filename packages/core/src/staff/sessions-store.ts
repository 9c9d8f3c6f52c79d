import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type Ctx, type StaffId, type TenantId } from '../kernel/index.js';
import type { OperatorTx, StaffCaller, StaffCtx } from './types.js';

/** One of a member of staff's sessions. */
export interface OwnStaffSession {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly address: string;
  /** The program and the system; empty if unknown. */
  readonly device: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

type Of = Readonly<{ tenantId: TenantId; id: StaffId }>;

/** Stores a session. */
export async function insertStaffSession(
  tx: OperatorTx,
  { tenantId, id }: Of,
  session: { id: string; tokenHash: string; stage: 'enrolling' | 'open'; device: string },
): Promise<void> {
  const now = tx.now();
  await tx.db
    .insertInto('staff_sessions')
    .values({
      tenant_id: tenantId,
      id: session.id,
      staff_id: id,
      token_hash: session.tokenHash,
      stage: session.stage,
      acting_tenant_id: tenantId,
      pending_totp_secret: null,
      address: tx.address,
      device: session.device,
      created_at: now,
      last_used_at: now,
      proven_at: now,
    })
    .execute();
}

/** The session with a token, whichever tenant it belongs to, with its member of staff; undefined if there is none. */
export function selectStaffSession(
  db: Kysely<Tables>,
  tokenHash: string,
): Promise<(StaffCaller & { actingTenantId: TenantId; lastUsedAt: number }) | undefined> {
  return db
    .selectFrom('staff_sessions as s')
    .innerJoin('staff as m', (join) =>
      join.onRef('m.tenant_id', '=', 's.tenant_id').onRef('m.id', '=', 's.staff_id'),
    )
    .select([
      'm.id',
      'm.tenant_id as tenantId',
      'm.name',
      'm.role',
      'm.owns_installation as ownsInstallation',
    ])
    .select(['s.id as sessionId', 's.stage', 's.created_at as startedAt', 's.proven_at as provenAt'])
    .select(['s.acting_tenant_id as actingTenantId', 's.last_used_at as lastUsedAt'])
    .where('s.token_hash', '=', tokenHash)
    .where('m.removed_at', 'is', null)
    .executeTakeFirst();
}

/** Records the use of a session. */
export async function updateStaffSessionUse(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  { tenantId, sessionId }: StaffCaller,
): Promise<void> {
  await db
    .updateTable('staff_sessions')
    .set({ last_used_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .execute();
}

/** Changes the caller's session. */
export async function updateOwnStaffSession(
  ctx: StaffCtx,
  change: { proven_at?: number; acting_tenant_id?: TenantId; pending_totp_secret?: string },
): Promise<void> {
  await ctx.db
    .updateTable('staff_sessions')
    .set(change)
    .where('tenant_id', '=', ctx.staff.tenantId)
    .where('id', '=', ctx.staff.sessionId)
    .execute();
}

/** Whether the caller's session has not ended. */
export async function selectIsOpen({ db, staff }: StaffCtx): Promise<boolean> {
  const row = await db
    .selectFrom('staff_sessions')
    .select('id')
    .where('tenant_id', '=', staff.tenantId)
    .where('id', '=', staff.sessionId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The secret of the authenticator that the caller's session is about to confirm, or null. */
export async function selectPendingSecret(ctx: StaffCtx): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('staff_sessions')
    .select('pending_totp_secret as secret')
    .where('tenant_id', '=', ctx.staff.tenantId)
    .where('id', '=', ctx.staff.sessionId)
    .executeTakeFirst();
  return row?.secret ?? null;
}

/** The caller's sessions: the current one first, then the last used. */
export function selectOwnStaffSessions(ctx: StaffCtx): Promise<OwnStaffSession[]> {
  const isCurrent = sql<boolean>`id = ${ctx.staff.sessionId}`;
  return ctx.db
    .selectFrom('staff_sessions')
    .select(['id', 'address', 'device', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .select(isCurrent.as('isCurrent'))
    .where('tenant_id', '=', ctx.staff.tenantId)
    .where('staff_id', '=', ctx.staff.id)
    .where('last_used_at', '>', ctx.now() - bounds.staff.idleMs)
    .orderBy(isCurrent, 'desc')
    .orderBy('last_used_at', 'desc')
    .limit(bounds.staff.sessions)
    .execute();
}

/** Deletes sessions of a member of staff: all, one, or all but one. Returns their number. */
export async function deleteStaffSessions(
  ctx: Ctx,
  { tenantId, id }: Of,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  let query = ctx.db
    .deleteFrom('staff_sessions')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '!=', which.except);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

/** Deletes the oldest sessions of a member of staff above the number that each may have. */
export async function deleteSurplusStaffSessions(tx: OperatorTx, { tenantId, id }: Of): Promise<void> {
  await sql`
    delete from staff_sessions where tenant_id = ${tenantId} and id in (
      select s.id from staff_sessions s where s.tenant_id = ${tenantId} and s.staff_id = ${id}
      order by s.last_used_at desc offset ${bounds.staff.sessions}
    )
  `.execute(tx.db);
}

/** Deletes sessions that were last used, or began, too long ago. */
export async function deleteOldStaffSessions(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('staff_sessions')
    .where('tenant_id', '=', ctx.tenant.id)
    .where((or) =>
      or.or([
        or('last_used_at', '<=', ctx.now() - bounds.staff.idleMs),
        or('created_at', '<=', ctx.now() - bounds.staff.sessionMs),
      ]),
    )
    .execute();
}

/** Whether a member of staff has signed in with this device. */
export async function selectIsKnownDevice(
  ctx: Ctx,
  { tenantId, id }: Of,
  tokenHash: string,
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('staff_devices')
    .select('token_hash')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Remembers a device of a member of staff; the longest unused ones are forgotten. */
export async function upsertDevice(tx: OperatorTx, { tenantId, id }: Of, tokenHash: string): Promise<void> {
  await tx.db
    .insertInto('staff_devices')
    .values({ tenant_id: tenantId, staff_id: id, token_hash: tokenHash, last_used_at: tx.now() })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'staff_id', 'token_hash']).doUpdateSet({ last_used_at: tx.now() }),
    )
    .execute();
  await sql`
    delete from staff_devices where tenant_id = ${tenantId} and staff_id = ${id} and token_hash in (
      select d.token_hash from staff_devices d where d.tenant_id = ${tenantId} and d.staff_id = ${id}
      order by d.last_used_at desc offset ${bounds.staff.devices}
    )
  `.execute(tx.db);
}

/** Forgets the devices of a member of staff. */
export async function deleteDevices(tx: OperatorTx, { tenantId, id }: Of): Promise<void> {
  await tx.db
    .deleteFrom('staff_devices')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', id)
    .execute();
}
