import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  DomainError,
  type AccountId,
  type Ctx,
  type MemberCtx,
  type Tenant,
  type TenantId,
} from '../kernel/index.js';
import {
  deleteSessions,
  insertSession,
  selectDeadSessions,
  selectLiveSessions,
  touchSessions,
  updateNewerFrames,
  updateSessionsRevoked,
  type LiveSession,
} from './sessions-store.js';
import { touchAccounts } from './store.js';

/** A sign-in that has not been revoked. */
export interface Session {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly createdAt: number;
  /** Whether the client has shown that it knows the frames that older clients do not. */
  readonly knowsNewerFrames: boolean;
}

const TOUCH_EVERY_MS = 60_000;
/** So long an ended session stays, for who has to find out what happened. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Opens a session for an account that has proved who it is. */
export async function openSession(ctx: Ctx, accountId: AccountId): Promise<Session> {
  const session = {
    id: ctx.ids.uuid(),
    tenantId: ctx.tenant.id,
    accountId,
    createdAt: ctx.now(),
    knowsNewerFrames: false,
  };
  await insertSession(ctx, session);
  return session;
}

/**
 * The sessions with these ids and their tenants; instead of one that is revoked, idle for too long or of an account
 * that is not active, the refusal `not_signed_in`, `account_frozen` or `account_disabled`. Notes that they were used.
 */
export async function useSessions(
  deps: Pick<Ctx, 'db' | 'now'> & { tenantOf: (id: number) => Promise<Tenant | undefined> },
  ids: readonly string[],
): Promise<ReadonlyMap<string, { session: Session; tenant: Tenant } | DomainError>> {
  const rows = await selectLiveSessions(deps.db, ids);
  const tenants = new Map<number, Tenant | undefined>();
  for (const tenantId of new Set(rows.map((row) => row.tenantId)))
    tenants.set(tenantId, await deps.tenantOf(tenantId));
  const now = deps.now();
  const found = new Map<string, { session: Session; tenant: Tenant } | DomainError>(
    ids.map((id) => [id, new DomainError('not_signed_in')]),
  );
  const toTouch: LiveSession[] = [];
  for (const row of rows) {
    const { id, tenantId, accountId, createdAt, knowsNewerFrames } = row;
    const tenant = tenants.get(tenantId);
    if (!tenant || row.lastUsedAt < now - tenant.settings.sessionIdleMs) continue;
    if (row.status !== 'active') {
      found.set(id, new DomainError(row.status === 'frozen' ? 'account_frozen' : 'account_disabled'));
      continue;
    }
    found.set(id, { session: { id, tenantId, accountId, createdAt, knowsNewerFrames }, tenant });
    if (row.lastUsedAt < now - TOUCH_EVERY_MS) toTouch.push(row);
  }
  if (toTouch.length > 0) {
    await touchSessions(deps.db, toTouch, now);
    await touchAccounts(deps.db, toTouch, now);
  }
  return found;
}

/** Throws away sessions that ended, or were given up, a month ago. Run now and then. */
export async function sweepSessions(ctx: Ctx): Promise<void> {
  const before = ctx.now() - KEPT_MS;
  await deleteSessions(ctx, {
    revokedBefore: before,
    usedBefore: before - ctx.tenant.settings.sessionIdleMs,
  });
}

/** Notes that the client of the caller's session knows the newer frames; its open sockets receive them from now on. */
export async function recordNewerClient(ctx: MemberCtx): Promise<void> {
  if (!(await updateNewerFrames(ctx))) return;
  const { actor: accountId, sessionId } = ctx;
  ctx.emit({ type: 'newer_client_noted', tenantId: ctx.tenant.id, accountId, sessionId });
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
