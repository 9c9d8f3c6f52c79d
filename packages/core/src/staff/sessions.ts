import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, DomainError, isUuid, transact, type Ctx, type TenantId } from '../kernel/index.js';
import { deviceOf } from '../accounts/index.js';
import { findTenant, listTenants } from '../tenants/index.js';
import { audit } from './audit.js';
import { deleteOldChallenges } from './challenges-store.js';
import { deleteOldGuesses } from './guesses-store.js';
import { hashToken, newToken } from './secrets.js';
import {
  deleteOldStaffSessions,
  deleteStaffSessions,
  deleteSurplusStaffSessions,
  insertStaffSession,
  selectOwnStaffSessions,
  selectStaffSession,
  updateOwnStaffSession,
  updateStaffSessionUse,
  type OwnStaffSession,
} from './sessions-store.js';
import type { StaffCredentials } from './store.js';
import type { OperatorTx, StaffCaller, StaffCtx } from './types.js';

/** A session that has just been opened. */
export interface OpenedStaffSession {
  readonly staff: StaffCaller;
  /** The secret of the session, for its cookie. */
  readonly token: string;
}

/** Opens a session for a member of staff whose identity is proven. */
export async function openStaffSession(
  tx: OperatorTx,
  of: Pick<StaffCredentials, 'id' | 'tenantId' | 'name' | 'role' | 'ownsInstallation'>,
  stage: 'enrolling' | 'open',
): Promise<OpenedStaffSession> {
  const [id, token, now] = [tx.ids.uuid(), newToken(tx), tx.now()];
  const { device } = deviceOf(tx.userAgent);
  await insertStaffSession(tx, of, { id, tokenHash: hashToken(token), stage, device });
  await deleteSurplusStaffSessions(tx, of);
  const { id: staffId, tenantId, name, role, ownsInstallation } = of;
  const staff = { id: staffId, tenantId, name, role, ownsInstallation, sessionId: id, stage };
  return { staff: { ...staff, startedAt: now, provenAt: now }, token };
}

/**
 * The member of staff with the token of a session, and the tenant that requests of the session are about. Asks the
 * database each time, so an ended session is refused at every node at once. Throws `not_signed_in`.
 */
export async function authenticateStaff(
  deps: { db: Kysely<Tables>; now: () => number },
  token: string,
): Promise<{ staff: StaffCaller; actingTenantId: TenantId }> {
  const found = await selectStaffSession(deps.db, hashToken(token));
  const now = deps.now();
  if (!found || now >= endOf(found) || now - found.lastUsedAt >= bounds.staff.idleMs)
    throw new DomainError('not_signed_in');
  const { actingTenantId, lastUsedAt, ...staff } = found;
  if (now - lastUsedAt >= bounds.staff.touchEveryMs) await updateStaffSessionUse(deps, staff);
  return { staff, actingTenantId };
}

/** When a session ends at the latest, in milliseconds. */
export function endOf({ stage, startedAt }: Pick<StaffCaller, 'stage' | 'startedAt'>): number {
  return startedAt + (stage === 'open' ? bounds.staff.sessionMs : bounds.staff.enrolmentMs);
}

/** The caller's sessions: the current one first, then the last used. */
export function listStaffSessions(ctx: StaffCtx): Promise<OwnStaffSession[]> {
  return selectOwnStaffSessions(ctx);
}

/** Ends the caller's session. */
export async function signOutStaff(ctx: StaffCtx): Promise<void> {
  const { staff } = ctx;
  await transact(ctx, async (tx) => {
    await deleteStaffSessions(tx, staff, { only: staff.sessionId });
    await audit(tx, { action: 'session.end', tenantId: staff.tenantId });
  });
}

/** Ends one of the caller's sessions. Throws `not_found`. */
export async function endStaffSession(ctx: StaffCtx, sessionId: string): Promise<void> {
  const { staff } = ctx;
  if (!isUuid(sessionId)) throw new DomainError('not_found');
  await transact(ctx, async (tx) => {
    if ((await deleteStaffSessions(tx, staff, { only: sessionId })) === 0) throw new DomainError('not_found');
    await audit(tx, { action: 'session.end', tenantId: staff.tenantId });
  });
}

/** Ends the caller's other sessions; returns their number. */
export async function endOtherStaffSessions(ctx: StaffCtx): Promise<number> {
  const { staff } = ctx;
  return transact(ctx, async (tx) => {
    const ended = await deleteStaffSessions(tx, staff, { except: staff.sessionId });
    await audit(tx, { action: 'session.end_others', after: { ended }, tenantId: staff.tenantId });
    return ended;
  });
}

/** The tenants that the caller may enter, by id. */
export async function listTenantNames(ctx: StaffCtx): Promise<{ id: TenantId; name: string }[]> {
  return (await listTenants(ctx.db)).map(({ id, name }) => ({ id, name }));
}

/** Makes the caller's session one about another tenant, and returns that tenant. Throws `not_found`. */
export async function switchTenant(ctx: StaffCtx, tenantId: number): Promise<StaffCtx> {
  const tenant = await findTenant(ctx.db, tenantId);
  if (!tenant) throw new DomainError('not_found');
  await transact(ctx, async (tx) => {
    await updateOwnStaffSession(tx, { acting_tenant_id: tenant.id });
    await audit(tx, { action: 'session.switch_tenant', before: ctx.tenant.id, tenantId: tenant.id });
  });
  return { ...ctx, tenant };
}

/** Deletes sessions that have ended, and guesses and challenges that no longer count. Run periodically. */
export async function sweepStaffSessions(ctx: Ctx): Promise<void> {
  await deleteOldStaffSessions(ctx);
  await deleteOldGuesses(ctx);
  await deleteOldChallenges(ctx);
}
