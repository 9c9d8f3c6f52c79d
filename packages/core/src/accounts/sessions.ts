import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { DomainError, type AccountId, type Ctx, type Tenant, type TenantId } from '../kernel/index.js';
import {
  deleteSessions,
  insertSession,
  selectDeadSessions,
  selectLiveSession,
  touchSession,
  updateSessionsRevoked,
} from './sessions-store.js';
import { touchAccount } from './store.js';

/** A sign-in that has not been revoked. */
export interface Session {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly createdAt: number;
}

const TOUCH_EVERY_MS = 60_000;
/** So long an ended session stays, for who has to find out what happened. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Opens a session for an account that has proved who it is. */
export async function openSession(ctx: Ctx, accountId: AccountId): Promise<Session> {
  const session = { id: ctx.ids.uuid(), tenantId: ctx.tenant.id, accountId, createdAt: ctx.now() };
  await insertSession(ctx, session);
  return session;
}

/**
 * The session with this id and its tenant, when it is neither revoked nor idle for too long and its
 * account is active; notes that it was used. Throws `not_signed_in`, `account_frozen` or `account_disabled`.
 */
export async function useSession(
  deps: Pick<Ctx, 'db' | 'now'> & { tenantOf: (id: number) => Promise<Tenant | undefined> },
  id: string,
): Promise<{ session: Session; tenant: Tenant }> {
  const row = await selectLiveSession(deps.db, id);
  const tenant = row && (await deps.tenantOf(row.tenantId));
  const now = deps.now();
  if (!row || !tenant || row.lastUsedAt < now - tenant.settings.sessionIdleMs)
    throw new DomainError('not_signed_in');
  if (row.status !== 'active')
    throw new DomainError(row.status === 'frozen' ? 'account_frozen' : 'account_disabled');
  if (row.lastUsedAt < now - TOUCH_EVERY_MS) {
    await touchSession(deps.db, id, now);
    await touchAccount(deps.db, row.tenantId, row.accountId, now);
  }
  return {
    session: { id, tenantId: row.tenantId, accountId: row.accountId, createdAt: row.createdAt },
    tenant,
  };
}

/** Throws away sessions that ended, or were given up, a month ago. Run now and then. */
export async function sweepSessions(ctx: Ctx): Promise<void> {
  const before = ctx.now() - KEPT_MS;
  await deleteSessions(ctx, {
    revokedBefore: before,
    usedBefore: before - ctx.tenant.settings.sessionIdleMs,
  });
}

/** Ends sessions of an account: all, one, or all but one. Their sockets close within seconds. */
export async function revokeSessions(
  ctx: Ctx,
  which: { accountId: AccountId; only?: string; except?: string },
): Promise<number> {
  const sessionIds = await updateSessionsRevoked(ctx, which);
  if (sessionIds.length > 0) ctx.emit({ type: 'sessions_revoked', tenantId: ctx.tenant.id, sessionIds });
  return sessionIds.length;
}

/**
 * Those of the given sessions that are no longer good: revoked, gone, or of an account that is not active.
 * Lets a server notice what another process did.
 */
export function findDeadSessions(db: Kysely<Tables>, ids: readonly string[]): Promise<string[]> {
  return selectDeadSessions(db, ids);
}
