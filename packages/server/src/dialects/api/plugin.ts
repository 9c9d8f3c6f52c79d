import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { apiAnswerSchema, type Endpoint } from '@kith/contract';
import { demandAdmission } from '@kith/core/contacts';
import { DomainError, type Ctx, type MemberCtx, type Tenant } from '@kith/core/kernel';
import { listPlans } from '@kith/core/membership';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../app/compose.js';
import { presentDateTime } from '../date.js';
import { identify } from '../identify.js';
import type { Call, Route, UploadedFile } from '../implement.js';
import {
  makeSerializer,
  MULTIPART_LIMITS,
  readablePath,
  readBodies,
  readEnvelope,
  refusalOf,
} from '../transport.js';
import type { Values } from '../transport.js';
import { presentFault, presentNoEndpoint, presentRefusal, type ApiRefusal, type Request } from './errors.js';
import { routes } from './routes.js';
import { namesPlan, secretsOf, validate } from './validate.js';

/** Where the scope is mounted; contract paths are whole. */
const PREFIX = '/api';

const unread: Request = { values: {}, secrets: new Set(), tenant: undefined };

/** Paths of the Friendship API with an escape that cannot be read are merely unknown. */
export function normaliseApiUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return /^\/api(?:\/|$)/.test(path) ? readablePath(path) + url.slice(path.length) : url;
}

/** The scope of the Friendship API: `{code, message, error, data}` out; every HTTP status but 200 is a failure. */
export async function apiDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(cors, { origin: '*', methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'] });
  // First, because it removes all parsers, and multipart brings one.
  readBodies(app);
  await app.register(multipart, { limits: MULTIPART_LIMITS });
  for (const route of routes(deps)) mount(app, deps, route);

  app.setNotFoundHandler((_request, reply) => answer(deps, reply, presentNoEndpoint()));
  app.setErrorHandler((error, request, reply) => refuse(deps, request, reply, error, unread));
}

function mount(app: FastifyInstance, deps: Deps, { endpoint, handle }: Route): void {
  const serialize = makeSerializer(apiAnswerSchema(endpoint));
  const secrets = secretsOf(endpoint);
  const hasPlan = namesPlan(endpoint);
  app.route({
    method: endpoint.method,
    url: endpoint.path.slice(PREFIX.length).replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      let values: Values = {};
      let tenant: Tenant | undefined;
      try {
        values = { ...(await readEnvelope(request, undefined)).values, ...(request.params as object) };
        // The token comes first, then what is missing, what is wrong, and whose it is.
        const ctx = await identify(deps, endpoint, request, values, 'api_token');
        tenant = ctx.tenant;
        const params = validate(endpoint, values, hasPlan ? await planCodes(ctx) : []);
        demandOwner(ctx, params);
        if (isMember(ctx)) await demandAdmission(ctx);
        let { says } = endpoint;
        const call: Call<UploadedFile | undefined> = {
          file: undefined,
          say: (sentence) => {
            says = sentence['zh-Hant'];
          },
          origin: `${request.protocol}://${request.host}`,
          sent: (name) => Object.hasOwn(values, name),
        };
        const data = await handle(ctx, params, call);
        return send(reply, serialize(wrap(endpoint, says, data)));
      } catch (error) {
        return refuse(deps, request, reply, error, { values, secrets, tenant });
      }
    },
  });
}

async function planCodes(ctx: Ctx): Promise<string[]> {
  return (await listPlans(ctx)).map(({ code }) => code);
}

/** `user_id` is whom the caller says to be. */
function demandOwner(ctx: Ctx, params: Record<string, unknown>): void {
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

/** Answers an error: a refusal in its own words, anything else as our failure, which is logged. */
function refuse(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  of: Request,
): FastifyReply {
  const refusal = refusalOf(error);
  if (!refusal) request.log.error({ err: error }, 'a request failed');
  return answer(deps, reply, refusal ? presentRefusal(refusal, of) : presentFault(), of.tenant);
}

function answer(
  deps: Deps,
  reply: FastifyReply,
  { status, code, message, retryAfter, quota }: ApiRefusal,
  tenant?: Tenant,
): FastifyReply {
  if (retryAfter !== undefined && status === 429) reply.header('retry-after', retryAfter);
  const more = quota &&
    tenant && {
      limit: quota.limit,
      remaining: quota.remaining,
      reset_at: presentDateTime(tenant, quota.resetAt),
    };
  const body = { code, message, error: true, hostname: deps.config.hostname, ...more };
  return send(reply.status(status), JSON.stringify(body));
}

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(String).send(body);
}
