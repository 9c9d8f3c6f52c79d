import type { Endpoint } from '@kith/contract';
import { DomainError, invalid, isId, type Ctx, type Tenant } from '@kith/core/kernel';
import type { FastifyRequest } from 'fastify';
import type { Deps } from '../app/deps.js';
import { memberCtx, visitorCtx } from '../app/context.js';
import { noteCaller } from './fault.js';
import type { Values } from './transport.js';

/**
 * Identifies the caller. Where a token is needed, it is read from the value of this name or the bearer header;
 * otherwise, `_agent_id` names the tenant. Throws `not_signed_in`, `account_frozen`, `account_disabled`, `invalid` or
 * `not_found`.
 */
export async function identify(
  deps: Deps,
  endpoint: Endpoint,
  request: FastifyRequest,
  values: Values,
  tokenName: string,
): Promise<Ctx> {
  const ctx = await whoAsks(deps, endpoint, request, values, tokenName);
  noteCaller(request, ctx);
  return ctx;
}

async function whoAsks(
  deps: Deps,
  endpoint: Endpoint,
  request: FastifyRequest,
  values: Values,
  tokenName: string,
): Promise<Ctx> {
  const agentId = agentIdIn(values);
  if (endpoint.auth === 'none')
    return visitorCtx(
      deps,
      await tenantFor(deps, agentId),
      deps.addressOf(request.raw),
      request.headers['user-agent'],
    );
  const token = values[tokenName] || /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (typeof token !== 'string') throw new DomainError('not_signed_in');
  const identity = await deps.auth.byToken(token);
  if (agentId !== 0 && agentId !== identity.tenant.id) throw new DomainError('not_signed_in');
  return memberCtx(deps, identity, deps.addressOf(request.raw));
}

/** The `_agent_id` of a request: 0 if it is missing, `NaN` if it is not a number. */
function agentIdIn(values: Values): number {
  const value = values['_agent_id'] || 0;
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

const DEFAULT_TENANT = 1;

async function tenantFor(deps: Deps, agentId: number): Promise<Tenant> {
  if (agentId !== 0 && !isId(agentId)) throw invalid('_agent_id');
  return deps.auth.tenant(agentId || DEFAULT_TENANT);
}
