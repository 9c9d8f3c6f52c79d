import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { makeMemory } from './memory.js';
import { authenticateSessions, recordUse, type Session } from '@kith/core/accounts';
import {
  bounds,
  DomainError,
  type Ctx,
  type ErrorCode,
  type DomainEvent,
  type Tenant,
} from '@kith/core/kernel';
import { findTenant } from '@kith/core/tenants';
import { makeBulk } from './bulk.js';
import type { Tokens } from './tokens.js';

/** The session of a token, and its tenant. */
export interface Identity {
  readonly session: Session;
  readonly tenant: Tenant;
}

export interface Authenticator {
  /** Throws `not_signed_in`, `account_frozen` or `account_disabled`. */
  byToken(token: string): Promise<Identity>;
  /** The tenant of a request without a token. Throws `not_found`. */
  tenant(id: number): Promise<Tenant>;
  /** Drops the cached answers for sessions that have ended. */
  forget(sessionIds: Iterable<string>): void;
  /** Calls back with each tenant whose settings this node has seen change. */
  onTenantChange(receive: (tenant: Tenant) => void): void;
  /** Resolves when the use of sessions is recorded. */
  idle(): Promise<unknown>;
  /** Drops the sessions that an event ended, and loads a tenant again whose settings have changed. */
  onEvent(event: DomainEvent): void;
}

/** Whether an error means that the token is permanently invalid. */
export function isTokenRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && TOKEN_REFUSALS.has(error.code);
}

const TOKEN_REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'not_signed_in',
  'account_frozen',
  'account_disabled',
]);

/** The maximum age of a cached session or tenant; changes made by other processes become visible after it. */
const REMEMBER_MS = 2000;

/** Verifies tokens and caches the results briefly: a busy client sends many requests per second. */
export function makeAuthenticator(deps: Pick<Ctx, 'db' | 'now' | 'log'> & { tokens: Tokens }): Authenticator {
  /** By a hash of the token: the tokens of all sockets would take more memory. */
  const sessionIds = makeMemory<string, string>(20_000, 3600_000);
  const sessions = makeMemory<string, Session>(20_000, REMEMBER_MS);
  // A session that was revoked or has expired never becomes valid again, so this result needs no second query.
  const ended = makeMemory<string, true>(20_000, 60_000);
  const tenants = makeMemory<number, Tenant>(1000, REMEMBER_MS);
  /** Uses of sessions that are being recorded. */
  const recording = new Set<Promise<void>>();
  /** Each socket holds its tenant, so equal ones are one object, however often they are loaded. */
  const latestTenants = makeMemory<number, Tenant>(1000);
  /** How often this node was told of changed settings. */
  let changes = 0;
  const receivers: ((tenant: Tenant) => void)[] = [];

  async function tenantOf(id: number): Promise<Tenant | undefined> {
    const known = tenants.get(id);
    if (known) return known;
    // Cache only values that were just loaded: setting a cached one again would extend its lifetime.
    const since = changes;
    const loaded = await findTenant(deps.db, id);
    const latest = latestTenants.get(id);
    const tenant = latest && isDeepStrictEqual(latest, loaded) ? latest : loaded;
    if (!tenant) return undefined;
    // A change during the query may be missing in its result.
    if (since !== changes) return tenant;
    latestTenants.set(id, tenant);
    tenants.set(id, tenant);
    if (latest && latest !== tenant) for (const receive of receivers) receive(tenant);
    return tenant;
  }

  function reloadTenant(id: number): void {
    changes++;
    tenants.delete(id);
    tenantOf(id).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'changed settings could not be loaded; they apply within seconds'),
    );
  }

  // After a restart all clients connect at once, and none waits for the record of its use.
  const use = makeBulk(async (used: readonly Session[]) => {
    await recordUse(deps, used);
    return new Map<Session, never>();
  }, bounds.queue.touchedAtOnce);
  const lookUp = makeBulk(
    (ids: readonly string[]) => authenticateSessions({ ...deps, tenantOf, noteUse }, ids),
    bounds.queue.sessionsAtOnce,
  );

  function noteUse(session: Session): void {
    const recorded = use(session)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'the use of sessions could not be recorded'))
      .then(() => void recording.delete(recorded));
    recording.add(recorded);
  }

  function forget(sessionIds: Iterable<string>): void {
    for (const id of sessionIds) sessions.delete(id);
  }

  return {
    byToken: async (token) => {
      const key = hash('sha256', token, 'base64');
      const id = sessionIds.get(key) ?? (await deps.tokens.verify(token));
      sessionIds.set(key, id);
      const session = sessions.get(id);
      // Session and tenant are cached separately: two nested caches would double the maximum age.
      const tenant = session && (await tenantOf(session.tenantId));
      if (session && tenant) return { session, tenant };
      if (ended.has(id)) throw new DomainError('not_signed_in');
      const identity = (await lookUp(id)) ?? new DomainError('not_signed_in');
      if (identity instanceof DomainError) {
        if (identity.code === 'not_signed_in') ended.set(id, true);
        throw identity;
      }
      sessions.set(id, identity.session);
      return identity;
    },
    tenant: async (id) => {
      const tenant = await tenantOf(id);
      if (!tenant) throw new DomainError('not_found');
      return tenant;
    },
    forget,
    onTenantChange: (receive) => void receivers.push(receive),
    idle: () => Promise.all(recording),
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') forget(event.sessionIds);
      if (event.type === 'newer_client_noted') forget([event.sessionId]);
      if (event.type === 'settings_changed') reloadTenant(event.tenantId);
    },
  };
}
