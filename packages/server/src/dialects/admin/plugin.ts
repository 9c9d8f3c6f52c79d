import { Readable } from 'node:stream';
import { adminAnswerSchema } from '@kith/contract';
import { DomainError, isId, type Ctx } from '@kith/core/kernel';
import { authenticateStaff, requireAccess, type StaffCtx } from '@kith/core/staff';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { makeConnections, type Connections } from '../../app/connections.js';
import { visitorCtx } from '../../app/context.js';
import { makeOwnNode, type OwnNode } from '../../app/own-node.js';
import type { Deps } from '../../app/deps.js';
import { isFault, logFault, noteCaller } from '../fault.js';
import { localeOf } from '../locale.js';
import { formBytesOf, makeSerializer, readablePath, readJson, refusalOf } from '../transport.js';
import { readCookie, setCookie } from './cookies.js';
import { presentFault, presentNoEndpoint, presentRefusal, type AdminRefusal } from './errors.js';
import type { AdminRoute, Download } from './implement.js';
import { passkeySite } from './passkey-site.js';
import { routes } from './routes.js';
import { validate } from './validate.js';

/** Where the scope is mounted; paths in the contract are complete. */
const PREFIX = '/admin';

/** The tenant of requests without a session. */
const DEFAULT_TENANT = 1;

/** Requests that change something carry this header; a page of another origin cannot send it without our consent. */
const CONSOLE_HEADER = 'x-kith-console';

export function isAdminPath(path: string): boolean {
  return /^\/admin(?:[/?#]|$)/.test(path);
}

/** A path of the admin API with an invalid escape is treated as unknown. */
export function normaliseAdminUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return isAdminPath(path) ? readablePath(path) + url.slice(path.length) : url;
}

/** The scope of the admin API: JSON, and responses `{data}` or `{error: {code, message, …}}`. */
export async function adminDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => readJson(body),
  );
  app.setNotFoundHandler((request, reply) => answer(reply, presentNoEndpoint(requestLocale(request))));
  app.setErrorHandler((error, request, reply) => refuse(request, reply, error));
  const connections = makeConnections(deps);
  const ownNode = makeOwnNode(deps);
  for (const route of routes()) mount(app, { ...deps, connections, ownNode }, route);
}

function mount(
  app: FastifyInstance,
  deps: Deps & { connections: Connections; ownNode: OwnNode },
  { endpoint, handle }: AdminRoute,
): void {
  const serialize = makeSerializer(endpoint, adminAnswerSchema);
  app.route({
    method: endpoint.method,
    url: endpoint.path.slice(PREFIX.length).replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: formBytesOf(endpoint),
    onRequest: async (request) => {
      if (endpoint.method !== 'GET') requireOwnPage(request);
    },
    handler: async (request, reply) => {
      const ctx = await identify(deps, endpoint, request);
      const texts = {
        ...(endpoint.method === 'GET' && (request.query as object)),
        ...(request.params as object),
      };
      const params = validate(endpoint, { texts, body: (request.body as object | undefined) ?? {} });
      const data = await handle(ctx, params, {
        deviceToken: readCookie(request, 'device'),
        browserToken: readCookie(request, 'browser'),
        passkeySite: () => passkeySite(deps.config.publicUrl, request),
        photoLinks: deps.photoLinks,
        locale: requestLocale(request),
        connections: deps.connections,
        ownNode: deps.ownNode,
        setCookie: (name, value) => setCookie(request, reply, { name, value }),
      });
      if (endpoint.downloads) return sendFile(reply, data as Download); // the type of its handler
      return send(reply, serialize({ data: data ?? null }));
    },
  });
}

/**
 * Refuses a change that a page of another origin has caused: the cookie is not sent from other sites, and this protects
 * also from other origins of the same site. Throws `forbidden`.
 */
function requireOwnPage(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (request.headers[CONSOLE_HEADER] === undefined) throw new DomainError('forbidden');
  // A proxy may end TLS without saying so, so only the host is compared.
  if (origin !== undefined && !origin.endsWith(`://${request.host}`)) throw new DomainError('forbidden');
}

/**
 * The context of a request: with a session, that of the member of staff in the tenant that the session is about. Throws
 * `not_signed_in`, or what the member of staff lacks.
 */
async function identify(deps: Deps, endpoint: AdminRoute['endpoint'], request: FastifyRequest): Promise<Ctx> {
  const { needs, isDangerous } = endpoint;
  const address = deps.addressOf(request.raw);
  const userAgent = request.headers['user-agent'];
  if (needs === 'none') {
    const named = (request.body as { tenant?: unknown } | undefined)?.tenant;
    // An id that cannot be one is refused with the other parameters.
    const tenant = await deps.auth.tenant(typeof named === 'number' && isId(named) ? named : DEFAULT_TENANT);
    return visitorCtx(deps, tenant, address, userAgent);
  }
  const token = readCookie(request, 'session');
  if (token === undefined) throw new DomainError('not_signed_in');
  const { staff, actingTenantId } = await authenticateStaff(deps, token);
  const ctx: StaffCtx = {
    ...visitorCtx(deps, await deps.auth.tenant(actingTenantId), address, userAgent),
    staff,
  };
  noteCaller(request, ctx);
  if (needs !== 'enrolling')
    requireAccess(ctx, { permission: needs === 'session' ? undefined : needs, isDangerous });
  return ctx;
}

/** Answers an error: a refusal with its own message, anything else as an unexpected failure, which is logged. */
function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = refusalOf(error);
  const locale = requestLocale(request);
  if (isFault(error, refusal !== undefined)) logFault(request, reply, error);
  const retryMs = refusal?.detail.retryMs;
  if (retryMs !== undefined) reply.header('retry-after', Math.ceil(retryMs / 1000));
  return answer(reply, refusal ? presentRefusal(refusal, locale) : presentFault(locale));
}

function answer(reply: FastifyReply, { status, error }: AdminRefusal): FastifyReply {
  return send(reply.status(status), JSON.stringify({ error }));
}

/** Formats a refusal outside of any request handler. */
export function wordAdminRefusal(
  error: DomainError,
  acceptLanguage: string | undefined,
): { status: number; body: string } {
  const refusal = presentRefusal(error, localeOf(undefined, acceptLanguage));
  return { status: refusal.status, body: JSON.stringify({ error: refusal.error }) };
}

function send(reply: FastifyReply, body: string): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  return reply.type('application/json; charset=utf-8').serializer(String).send(body);
}

function sendFile(reply: FastifyReply, { name, type, parts }: Download): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  reply.header('content-disposition', `attachment; filename="${name}"`);
  return reply.type(type).send(Readable.from(parts, { objectMode: false }));
}

function requestLocale(request: FastifyRequest) {
  return localeOf(undefined, request.headers['accept-language']);
}
