import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ctx, Ids, MemberCtx, Tenant } from '@kith/core/kernel';
import type { Identity } from './authenticate.js';
import type { Deps } from './deps.js';

/** Real randomness. */
export const ids: Ids = {
  uuid: randomUUID,
  hex: (bytes) => randomBytes(bytes).toString('hex'),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
};

/** What core needs to serve one tenant. */
export type CoreDeps = Pick<Deps, 'db' | 'ports' | 'ids' | 'log' | 'emit' | 'now'>;

/** The context of somebody who has not signed in. */
export function visitorCtx(deps: CoreDeps, tenant: Tenant, address: string): Ctx {
  const { db, ports, log, emit, now } = deps;
  return { tenant, address, db, ports, ids: deps.ids, log, emit, now };
}

/** The context of somebody who has. */
export function memberCtx(deps: CoreDeps, { session, tenant }: Identity, address: string): MemberCtx {
  return { ...visitorCtx(deps, tenant, address), actor: session.accountId, sessionId: session.id };
}
