import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { apiAnswerSchema, type Endpoint } from '@kith/contract';
import { requireDiscoveryAccess } from '@kith/core/contacts';
import { bounds, DomainError, type Ctx, type MemberCtx, type Tenant } from '@kith/core/kernel';
import { listPlans } from '@kith/core/billing';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../app/deps.js';
import { presentDateTime } from '../date.js';
import { identify } from '../identify.js';
import { isFault, logFault } from '../fault.js';
import type { Call, Route, UploadedFile } from '../implement.js';
import { readLargeBodies } from '../large-bodies.js';
import { preferredLocale } from '../locale.js';
import { makeByteBudget } from '../read-file.js';
import {
  formBytesOf,
  makeSerializer,
  readablePath,
  readBodies,
  readEnvelope,
  refusalOf,
} from '../transport.js';
import type { Values } from '../transport.js';
import { presentFault, presentNoEndpoint, presentRefusal, type ApiRefusal, type Request } from './errors.js';
import { routes } from './routes.js';
import { base64Of, namesPlan, secretsOf, validate } from './validate.js';

/** Where the scope is mounted; paths in the contract are complete. */
const PREFIX = '/api';

const unread: Request = { values: {}, secrets: new Set(), tenant: undefined };

export function isApiPath(path: string): boolean {
  return /^\/api(?:[/?#]|$)/.test(path);
}

/** A path of the Friendship API with an invalid escape is treated as unknown. */
export function normaliseApiUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return isApiPath(path) ? readablePath(path) + url.slice(path.length) : url;
}

/**
 * The scope of the Friendship API: responses are `{code, message, error, data}`; every HTTP status except 200 is a
 * failure.
 */
export async function apiDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(cors, {
    origin: '*',
    strictPreflight: false,
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
  });
  // First, because it removes all parsers, and multipart adds one.
  readBodies(app);
  await app.register(multipart, { limits: bounds.body.multipart });
  // Before the routes: those with large bodies have their own scopes, which inherit these handlers.
  app.setNotFoundHandler((_request, reply) => answer(deps, reply, presentNoEndpoint()));
  app.setErrorHandler((error, request, reply) => refuse(deps, request, reply, error, unread));

  for (const route of routes(deps)) {
    const file = base64Of(route.endpoint);
    if (!file) mount(app, deps, route);
    else await app.register(async (scope) => mountLarge(scope, deps, route, file));
  }
}

/** Base64 uses four characters for three bytes; forms escape some of them, and some clients insert line breaks. */
const SIGNS_PER_BYTE = (4 / 3) * 1.2;
const BYTES_PER_SIGN = 3 / 4;

/**
 * Mounts an endpoint with a file in a parameter. A token that precedes the body is verified before the body is read.
 */
function mountLarge(
  app: FastifyInstance,
  deps: Deps,
  route: Route,
  file: { name: string; maxBytes: number },
): void {
  const limit = Math.min(file.maxBytes, deps.config.maxUploadBytes);
  const limitBytes = Math.ceil(limit * SIGNS_PER_BYTE) + bounds.body.besidePhotoBytes;
  const budgets = {
    members: makeByteBudget(bounds.body.largeBodiesInMemory * limitBytes),
    strangers: makeByteBudget(bounds.body.strangersLargeBodies * limitBytes),
  };
  const members = new WeakSet<FastifyRequest>();
  const giveBack = readLargeBodies(app, {
    limitBytes,
    budgetOf: (request) => (members.has(request) ? budgets.members : budgets.strangers),
    tooLarge: () => new DomainError('too_large', undefined, { field: file.name, limit, unit: 'bytes' }),
  });
  app.addHook('onRequest', async (request) => {
    const values = request.query as Values;
    if (!(values['api_token'] || request.headers.authorization)) return;
    await identify(deps, route.endpoint, request, values, 'api_token');
    members.add(request);
  });
  mount(app, deps, route, giveBack);
}

function mount(
  app: FastifyInstance,
  deps: Deps,
  { endpoint, handle }: Route,
  giveBack: (request: FastifyRequest) => void = () => undefined,
): void {
  const serialize = makeSerializer(endpoint, apiAnswerSchema);
  const secrets = secretsOf(endpoint);
  const hasPlan = namesPlan(endpoint);
  const file = base64Of(endpoint);
  app.route({
    method: endpoint.method,
    ...(!file && { bodyLimit: formBytesOf(endpoint) }),
    url: endpoint.path.slice(PREFIX.length).replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      let values: Values = {};
      let tenant: Tenant | undefined;
      try {
        values = {
          ...(await readEnvelope(request, endpoint, undefined)).values,
          ...(request.params as object),
        };
        // The token is checked first, then missing parameters, invalid ones, and ownership.
        const ctx = await identify(deps, endpoint, request, values, 'api_token');
        tenant = ctx.tenant;
        const params = validate(endpoint, values, hasPlan ? await planCodes(ctx) : []);
        requireOwner(ctx, params);
        if (isMember(ctx)) await requireDiscoveryAccess(ctx);
        let { says } = endpoint;
        const call: Call<UploadedFile | undefined> = {
          file: undefined,
          says,
          say: (sentence) => {
            says = sentence['zh-Hant'];
          },
          locale: preferredLocale(request.headers['accept-language']) ?? 'zh-Hant',
          origin: `${request.protocol}://${request.host}`,
          sent: (name) => Object.hasOwn(values, name),
        };
        const data = await handle(ctx, params, call);
        if (file) deps.metrics.uploaded('stored', String(values[file.name]).length * BYTES_PER_SIGN);
        return send(reply, serialize(wrap(endpoint, says, data)));
      } catch (error) {
        if (file) deps.metrics.uploaded('refused', 0);
        return refuse(deps, request, reply, error, { values, secrets, tenant });
      } finally {
        giveBack(request);
      }
    },
  });
}

async function planCodes(ctx: Ctx): Promise<string[]> {
  return (await listPlans(ctx)).map(({ code }) => code);
}

/** `user_id` must be the caller's own id. */
function requireOwner(ctx: Ctx, params: Record<string, unknown>): void {
  if ('user_id' in params && !(isMember(ctx) && params['user_id'] === ctx.actor))
    throw new DomainError('not_owner');
}

function isMember(ctx: Ctx): ctx is MemberCtx {
  return 'actor' in ctx;
}

function wrap(endpoint: Endpoint, message: string, data: unknown): unknown {
  const members = endpoint.reply === 'both' ? (data as object) : {};
  return { code: 0, message, error: false, ...members, data };
}

/** Answers an error: a refusal with its own message, anything else as an unexpected failure, which is logged. */
function refuse(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  of: Request,
): FastifyReply {
  const refusal = refusalOf(error);
  if (isFault(error, refusal !== undefined)) logFault(request, reply, error);
  return answer(deps, reply, refusal ? presentRefusal(refusal, of) : presentFault(), of.tenant);
}

function answer(
  deps: Deps,
  reply: FastifyReply,
  { status, code, message, retryAfter, quota }: ApiRefusal,
  tenant?: Tenant,
): FastifyReply {
  if (retryAfter !== undefined && status !== 400) reply.header('retry-after', retryAfter);
  const more = quota &&
    tenant && {
      limit: quota.limit,
      remaining: quota.remaining,
      reset_at: presentDateTime(tenant, quota.resetAt),
    };
  const body = { code, message, error: true, hostname: deps.config.hostname, ...more };
  return send(reply.status(status), JSON.stringify(body));
}

/** Formats a refusal outside of any request handler. */
export function wordApiRefusal(error: DomainError, hostname: string): { status: number; body: string } {
  const { status, code, message } = presentRefusal(error, unread);
  return { status, body: JSON.stringify({ code, message, error: true, hostname }) };
}

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(String).send(body);
}
