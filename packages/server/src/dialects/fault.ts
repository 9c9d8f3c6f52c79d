import { DatabaseGone, type Ctx } from '@kith/core/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who asks, as soon as that is known. */
const callers = new WeakMap<FastifyRequest, Ctx>();

/** Remembers for the log who asks. */
export function noteCaller(request: FastifyRequest, ctx: Ctx): void {
  callers.set(request, ctx);
}

/** What a log line says of a request: its route as it was declared, never what the client wrote. */
export function describeRequest(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  const caller = callers.get(request) as (Ctx & { actor?: number }) | undefined;
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    tenant: caller?.tenant.id,
    account: caller?.actor,
    address: caller?.address,
    ms: Math.round(reply.elapsedTime),
  };
}

/** Logs why a request failed through no fault of its sender. */
export function logFault(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const what = { err: error, ...describeRequest(request, reply) };
  if (error instanceof DatabaseGone) request.log.warn(what, 'a request found no database');
  else request.log.error(what, 'a request failed');
}

/** Whether an error is worth a line: no refusal, which says itself what is wrong. */
export function isFault(error: unknown, isRefused: boolean): boolean {
  return !isRefused || error instanceof DatabaseGone;
}
