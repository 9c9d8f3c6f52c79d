import { DatabaseUnavailable, type Ctx, type TenantId } from '@kith/core/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The context of each request, once it is known. */
const callers = new WeakMap<FastifyRequest, Ctx>();

/** Remembers the context of a request for the log. */
export function noteCaller(request: FastifyRequest, ctx: Ctx): void {
  callers.set(request, ctx);
}

/** The tenant of a request, once it is known. */
export function tenantOf(request: FastifyRequest): TenantId | undefined {
  return callers.get(request)?.tenant.id;
}

/** Requests that have failed: a dialect may answer them with any status. */
const failed = new WeakSet<FastifyRequest>();

/** Whether a request has failed on the server's side. */
export function hasFailed(request: FastifyRequest): boolean {
  return failed.has(request);
}

/** The paths of endpoints that share a route of the framework. */
const routes = new WeakMap<FastifyRequest, string>();

/** Remembers the path of a request's endpoint for the log. */
export function noteRoute(request: FastifyRequest, path: string): void {
  routes.set(request, path);
}

/** The fields of a request's log line: the declared route, never client input. */
export function describeRequest(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const caller = callers.get(request) as (Ctx & { actor?: number; staff?: { id: number } }) | undefined;
  return {
    method: request.method,
    route: routes.get(request) ?? request.routeOptions.url ?? 'none',
    tenant: caller?.tenant.id,
    account: caller?.actor,
    staff: caller?.staff?.id,
    address: caller?.address,
    ms: Math.round(reply.elapsedTime),
  };
}

/** Logs why a request failed on the server's side. */
export function logFault(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  failed.add(request);
  const what = { err: error, ...describeRequest(request, reply) };
  if (error instanceof DatabaseUnavailable) request.log.warn(what, 'the database did not answer a request');
  else request.log.error(what, 'a request failed');
}

/** Whether to log an error: refusals explain themselves to the client. */
export function isFault(error: unknown, isRefused: boolean): boolean {
  return !isRefused || error instanceof DatabaseUnavailable;
}
