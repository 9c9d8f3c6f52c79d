import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  bounds,
  DomainError,
  isUuid,
  type AccountId,
  type Ctx,
  type MemberCtx,
  type Tenant,
  type TenantId,
} from '../kernel/index.js';
import { deviceOf } from './device.js';
import {
  deleteSessionEnds,
  deleteSessions,
  insertSession,
  selectInvalidSessions,
  selectLiveSessions,
  selectOwnSessions,
  selectSessionEnds,
  touchSessions,
  updateNewerFrames,
  updateSessionsRevoked,
  type OwnSession,
} from './sessions-store.js';
import { touchAccounts } from './store.js';

/** A sign-in that has not been revoked. */
export interface Session {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly createdAt: number;
  /** Whether the client has shown that it supports the frames that older clients lack. */
  readonly knowsNewerFrames: boolean;
}

const TOUCH_EVERY_MS = 60_000;
/** How long ended sessions are kept for investigations. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Opens a session for an authenticated account. */
export async function openSession(ctx: Ctx, accountId: AccountId): Promise<Session> {
  const session = {
    id: ctx.ids.uuid(),
    tenantId: ctx.tenant.id,
    accountId,
    createdAt: ctx.now(),
    knowsNewerFrames: false,
  };
  await insertSession(ctx, { ...session, ...deviceOf(ctx.userAgent) });
  return session;
}

/**
 * For each id, the session with its tenant, or an error: `not_signed_in` if it is revoked or idle for too long,
 * `account_frozen` or `account_disabled`. `noteUse` receives the sessions whose use must be recorded.
 */
export async function authenticateSessions(
  deps: Pick<Ctx, 'db' | 'now'> & {
    tenantOf: (id: number) => Promise<Tenant | undefined>;
    noteUse: (session: Session) => void;
  },
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
  for (const row of rows) {
    const { id, tenantId, accountId, createdAt, knowsNewerFrames } = row;
    const tenant = tenants.get(tenantId);
    if (!tenant || row.lastUsedAt < now - tenant.settings.sessionIdleMs) continue;
    if (row.status !== 'active') {
      found.set(id, new DomainError(row.status === 'frozen' ? 'account_frozen' : 'account_disabled'));
      continue;
    }
    const session = { id, tenantId, accountId, createdAt, knowsNewerFrames };
    found.set(id, { session, tenant });
    if (row.lastUsedAt < now - TOUCH_EVERY_MS) deps.noteUse(session);
  }
  return found;
}

/** Records the use of sessions, and when their accounts were last seen. */
export async function recordUse(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  sessions: readonly Session[],
): Promise<void> {
  const at = now();
  await touchSessions(db, sessions, at);
  await touchAccounts(
    db,
    sessions.map(({ tenantId, accountId }) => ({ tenantId, accountId, at })),
  );
}

/** The caller's sessions that are still valid: the current one first, then the last used. */
export function listOwnSessions(ctx: MemberCtx): Promise<OwnSession[]> {
  return selectOwnSessions(ctx, ctx.now() - ctx.tenant.settings.sessionIdleMs);
}

/** Ends one of the caller's sessions. Throws `not_found`, also for an ended one. */
export async function endOwnSession(ctx: MemberCtx, sessionId: string): Promise<void> {
  const isEnded =
    isUuid(sessionId) && (await revokeSessions(ctx, { accountId: ctx.actor, only: sessionId })) > 0;
  if (!isEnded) throw new DomainError('not_found');
}

/** Ends the caller's sessions except the current one; returns their number. */
export function endOtherSessions(ctx: MemberCtx): Promise<number> {
  return revokeSessions(ctx, { accountId: ctx.actor, except: ctx.sessionId });
}

/** Ends the current session. */
export async function signOut(ctx: MemberCtx): Promise<void> {
  await revokeSessions(ctx, { accountId: ctx.actor, only: ctx.sessionId });
}

/** Deletes sessions that ended or expired a month ago. Run periodically. */
export async function sweepSessions(ctx: Ctx): Promise<void> {
  const before = ctx.now() - KEPT_MS;
  await deleteSessions(ctx, {
    revokedBefore: before,
    usedBefore: before - ctx.tenant.settings.sessionIdleMs,
  });
  await deleteSessionEnds(ctx, bounds.connection.sessionEndsKeptMs);
}

/**
 * Records that the client of the caller's session supports the newer frames; its open sockets receive them from now
 * on.
 */
export async function recordNewerClient(ctx: MemberCtx): Promise<void> {
  if (!(await updateNewerFrames(ctx))) return;
  const { actor: accountId, sessionId } = ctx;
  ctx.emit({ type: 'newer_client_noted', tenantId: ctx.tenant.id, accountId, sessionId });
}

/** Ends an account's sessions: all, one, or all but one. Returns their number. Their sockets close within seconds. */
export async function revokeSessions(
  ctx: Ctx,
  which: { accountId: AccountId; only?: string; except?: string },
): Promise<number> {
  const sessionIds = await updateSessionsRevoked(ctx, which);
  if (sessionIds.length > 0) ctx.emit({ type: 'sessions_revoked', tenantId: ctx.tenant.id, sessionIds });
  return sessionIds.length;
}

/**
 * The given sessions that are no longer valid: revoked, missing, or of an account that is not active. Detects changes
 * by other processes.
 */
export function findInvalidSessions(db: Kysely<Tables>, ids: readonly string[]): Promise<string[]> {
  return selectInvalidSessions(db, ids);
}

/**
 * Sessions, of all tenants, that may have ended at or after a time of the database's clock, in any process; and the
 * current time of that clock, in milliseconds. The first call passes no time and finds none. A change that commits late
 * has an earlier time, so let the questions overlap.
 */
export function findSessionEnds(
  db: Kysely<Tables>,
  since: number | undefined,
): Promise<{ now: number; ids: string[] }> {
  return selectSessionEnds(db, since);
}
