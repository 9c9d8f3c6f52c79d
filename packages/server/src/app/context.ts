import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ctx, Ids, MemberCtx, Tenant } from '@kith/core/kernel';
import type { Identity } from './authenticate.js';
import type { Deps } from './deps.js';

/** Cryptographically random ids. */
export const ids: Ids = {
  uuid: randomUUID,
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
};

/** The dependencies that core needs to serve one tenant. */
export type CoreDeps = Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now'>;

/** The context of a request without a session. */
export function visitorCtx(deps: CoreDeps, tenant: Tenant, address: string, userAgent?: string): Ctx {
  const { db, ports, log, emit, now } = deps;
  return { tenant, address, userAgent, db, ports, ids: deps.ids, log, emit, now };
}

/** The context of a request with a session. */
export function memberCtx(deps: CoreDeps, { session, tenant }: Identity, address: string): MemberCtx {
  return { ...visitorCtx(deps, tenant, address), actor: session.accountId, sessionId: session.id };
}
