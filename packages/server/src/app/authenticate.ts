import { makeMemory } from './memory.js';
import { useSessions, type Session } from '@kith/core/accounts';
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

/** Who sent a token, and to which tenant that belongs. */
export interface Identity {
  readonly session: Session;
  readonly tenant: Tenant;
}

export interface Authenticator {
  /** Throws `not_signed_in`, `account_frozen` or `account_disabled`. */
  byToken(token: string): Promise<Identity>;
  /** The tenant of a request without a token. Throws `not_found`. */
  tenant(id: number): Promise<Tenant>;
  /** Forgets what is remembered about sessions that have ended. */
  forget(sessionIds: Iterable<string>): void;
  /** Forgets what is remembered about a tenant whose settings have changed. */
  forgetTenant(id: number): void;
  /** Forgets the sessions that an event ended. */
  onEvent(event: DomainEvent): void;
}

/** Whether an error says that the token is of no use, now and later. */
export function isTokenRefusal(error: unknown): error is DomainError {
  return error instanceof DomainError && TOKEN_REFUSALS.has(error.code);
}

const TOKEN_REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'not_signed_in',
  'account_frozen',
  'account_disabled',
]);

/** How old an answer about a session or a tenant may be; other processes' changes show after that. */
const REMEMBER_MS = 2000;

/** Reads tokens, remembering the answers for a moment: a busy client asks many times a second. */
export function makeAuthenticator(deps: Pick<Ctx, 'db' | 'now'> & { tokens: Tokens }): Authenticator {
  const sessionIds = makeMemory<string, string>(20_000, 3600_000);
  const sessions = makeMemory<string, Session>(20_000, REMEMBER_MS);
  // A session that was revoked or has ended does not come back, so nobody has to ask for it again.
  const ended = makeMemory<string, true>(20_000, 60_000);
  const tenants = makeMemory<number, Tenant>(1000, REMEMBER_MS);

  async function tenantOf(id: number): Promise<Tenant | undefined> {
    const known = tenants.get(id);
    if (known) return known;
    // Only what was just read is remembered: setting it again would make it young again.
    const tenant = await findTenant(deps.db, id);
    if (tenant) tenants.set(id, tenant);
    return tenant;
  }

  // After a restart everybody comes at once.
  const lookUp = makeBulk(
    (ids: readonly string[]) => useSessions({ ...deps, tenantOf }, ids),
    bounds.queue.sessionsAtOnce,
  );

  function forget(sessionIds: Iterable<string>): void {
    for (const id of sessionIds) sessions.delete(id);
  }

  return {
    byToken: async (token) => {
      const id = sessionIds.get(token) ?? (await deps.tokens.verify(token));
      sessionIds.set(token, id);
      const session = sessions.get(id);
      // Not remembered together: two answers behind each other would be twice as old.
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
    forgetTenant: (id) => void tenants.delete(id),
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') forget(event.sessionIds);
      if (event.type === 'newer_client_noted') forget([event.sessionId]);
    },
  };
}
