import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { answerSchema, type Endpoint } from '@kith/contract';
import { DomainError, invalid, type Ctx } from '@kith/core/kernel';
import buildSerializer from 'fast-json-stringify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { parse as parseForm } from 'node:querystring';
import type { Deps } from '../../app/compose.js';
import { memberCtx, visitorCtx } from '../../app/context.js';
import { parseJson } from '../../app/json.js';
import type { Call, Route, UploadedFile } from '../implement.js';
import { coerce } from './coerce.js';
import { presentFault, presentNoEndpoint, presentRefusal } from './errors.js';
import { localeOf, type Locale } from '../locale.js';
import { makeByteBudget, readFile, type ByteBudget } from './read-file.js';
import { routes } from './routes.js';

/** What a request carries beside the parameters of its endpoint. */
interface Envelope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly file: UploadedFile | undefined;
}

/** How many files of the largest size may be in memory at once, signed in or not. */
const FILES_IN_MEMORY = 10;

/** Where the scope is mounted; contract paths are whole. */
const PREFIX = '/im';

const FORM_LIMIT_BYTES = 1024 * 1024;
/** A list may name 200 conversations, each in a field of its own; a content is at most 32,000 characters. */
const MULTIPART_LIMITS = { files: 1, fields: 250, fieldSize: 128 * 1024, parts: 251 };

/**
 * Requests for the Chat API are matched without regard to case, trailing blanks or repeated slashes:
 * existing clients send `App` and `app`, and `chatTop%20`.
 */
export function normaliseImUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  const squeezed = path.replace(/\/{2,}/g, '/');
  if (!isImPath(squeezed)) return url;
  // The router would answer HTTP 400 to an escape that it cannot read; such a path is merely unknown.
  const readable = isReadable(squeezed) ? squeezed : squeezed.replaceAll('%', '');
  return withoutBlanksAtEnd(readable).toLowerCase() + (end === -1 ? '' : url.slice(end));
}

// Step by step: an expression for it takes quadratic time over blanks that something follows.
function withoutBlanksAtEnd(path: string): string {
  let end = path.length;
  for (;;) {
    if (path.endsWith('%20', end)) end -= 3;
    else if (path.endsWith('+', end) || path.endsWith(' ', end)) end -= 1;
    else return path.slice(0, end);
  }
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function isImPath(path: string): boolean {
  return /^\/im(?:[/?#]|$)/i.test(path);
}

/** The scope of the Chat API: form posts in, `{err, msg, data}` out, HTTP status always 200. */
export async function imDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(cors, { origin: '*', methods: ['GET', 'POST', 'OPTIONS'] });
  // First, because it removes all parsers, and multipart brings one.
  readBodies(app);
  await app.register(multipart, {
    limits: { ...MULTIPART_LIMITS, fileSize: deps.config.maxUploadBytes },
    throwFileSizeLimit: true,
  });
  const budget = makeByteBudget(FILES_IN_MEMORY * deps.config.maxUploadBytes);
  for (const route of routes(deps)) mount(app, deps, budget, route);

  app.setNotFoundHandler((request, reply) =>
    isImPath(request.url)
      ? answer(reply, presentNoEndpoint(requestLocale(request)))
      : reply.status(404).type('text/plain').send('not found'),
  );
  app.setErrorHandler((error: FastifyError, request, reply) =>
    refuse(request, reply, error, requestLocale(request)),
  );
}

/** Takes forms, JSON and anything without a known type (old clients label their forms loosely, or not at all). */
function readBodies(app: FastifyInstance): void {
  const options = { parseAs: 'buffer', bodyLimit: FORM_LIMIT_BYTES } as const;
  const form = async (_request: FastifyRequest, body: Buffer) => {
    const text = body.toString('utf8');
    if (!isUtf8(body) || !hasGoodEscapes(text)) throw invalid('body');
    return parseForm(text, '&', '=', { maxKeys: 1000 });
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', options, form);
  app.addContentTypeParser('text/plain', options, form);
  app.addContentTypeParser('application/json', options, async (_request: FastifyRequest, body: Buffer) => {
    if (body.length === 0) return {};
    if (!isUtf8(body)) throw invalid('body');
    const value = parseJson(body.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('body');
    return value;
  });
  app.addContentTypeParser('*', options, form);
}

/** Whether the escapes of a form spell UTF-8. A lone `%` stands for itself. */
function hasGoodEscapes(form: string): boolean {
  try {
    decodeURIComponent(form.replace(/%(?![0-9a-f]{2})/gi, '%25'));
    return true;
  } catch {
    return false;
  }
}

function mount(app: FastifyInstance, deps: Deps, budget: ByteBudget, { endpoint, handle }: Route): void {
  const serialize = makeSerializer(endpoint);
  app.route({
    method: ['GET', 'POST'],
    url: endpoint.path.slice(PREFIX.length).toLowerCase(),
    errorHandler: (error, request, reply) => refuse(request, reply, error, requestLocale(request), endpoint),
    handler: async (request, reply) => {
      const envelope = await readEnvelope(request, endpoint.file === 'none' ? undefined : budget);
      const locale = localeOf(envelope.values['_locale'], request.headers['accept-language']);
      try {
        const ctx = await identify(deps, endpoint, envelope.values, request);
        const params = coerce(endpoint, envelope.values);
        if (endpoint.file === 'required' && !envelope.file) throw invalid('file');
        let { says } = endpoint;
        const call: Call<UploadedFile | undefined> = {
          file: envelope.file,
          say: (sentence) => {
            says = sentence[locale];
          },
          origin: `${request.protocol}://${request.host}`,
          sent: (name) => Object.hasOwn(envelope.values, name),
        };
        const result = await handle(ctx, params, call);
        return send(reply, serialize(wrap(endpoint, says, result)));
      } catch (error) {
        return refuse(request, reply, error, locale, endpoint);
      } finally {
        budget.giveBack(envelope.file?.bytes.length ?? 0);
      }
    },
  });
}

/** All values of a request: query, then body, then the fields of a multipart body; the last one counts. */
async function readEnvelope(request: FastifyRequest, budget: ByteBudget | undefined): Promise<Envelope> {
  const values: Record<string, unknown> = {
    ...(request.query as object),
    ...(request.body as object | undefined),
  };
  let file: UploadedFile | undefined;
  if (request.isMultipart()) {
    const fields = new Map<string, unknown[]>();
    try {
      for await (const part of request.parts()) {
        if (part.type === 'field')
          fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), part.value]);
        else if (part.fieldname === 'file' && budget && !file)
          file = { name: part.filename ?? '', bytes: await readFile(part, budget) };
        else part.file.resume();
      }
    } catch (error) {
      budget?.giveBack(file?.bytes.length ?? 0);
      // What the parser cannot read is the client's doing; only some of its errors say so.
      throw refusalOf(error) ?? invalid('body');
    }
    // As in a form: a name that comes more than once is a list.
    for (const [name, given] of fields) values[name] = given.length === 1 ? given[0] : given;
  }
  return { values, file };
}

/** Who asks. A token is looked at where one is needed; `_agent_id` names the tenant of a caller without one. */
async function identify(
  deps: Deps,
  endpoint: Endpoint,
  values: Envelope['values'],
  request: FastifyRequest,
): Promise<Ctx> {
  const agentId = agentIdIn(values);
  if (endpoint.auth === 'none') return visitorCtx(deps, await tenantFor(deps, agentId), request.ip);
  const token = values['_token'] || /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (typeof token !== 'string') throw new DomainError('not_signed_in');
  const identity = await deps.auth.byToken(token);
  if (agentId !== 0 && agentId !== identity.tenant.id) throw new DomainError('not_signed_in');
  return memberCtx(deps, identity, request.ip);
}

/** The `_agent_id` of a request: 0 when it has none, `NaN` when it is no number. */
function agentIdIn(values: Envelope['values']): number {
  const value = values['_agent_id'] || 0;
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

const DEFAULT_TENANT = 1;

async function tenantFor(deps: Deps, agentId: number) {
  if (!Number.isSafeInteger(agentId) || agentId < 0 || agentId > 0x7fffffff) throw invalid('_agent_id');
  return deps.auth.tenant(agentId || DEFAULT_TENANT);
}

/** The answer around a result, as the contract says. */
function wrap(endpoint: Endpoint, msg: string, result: unknown): unknown {
  switch (endpoint.reply) {
    case 'envelope':
      return result === undefined ? { err: 0, msg } : { err: 0, msg, data: result };
    case 'flat':
      return { err: 0, msg, ...(result as object) };
    case 'code':
      return { code: 0, msg };
    case 'bare':
      return result;
    case 'data':
      return { code: 1, data: result };
  }
}

/** Writes what the contract declares and nothing else; compiled when the endpoint is first called. */
function makeSerializer(endpoint: Endpoint): (body: unknown) => string {
  let compiled: ((body: unknown) => string) | undefined;
  return (body) =>
    (compiled ??= buildSerializer(answerSchema(endpoint) as Parameters<typeof buildSerializer>[0]))(body);
}

/** Answers an error: a refusal in its own words, anything else as our failure, which is logged. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  locale: Locale,
  endpoint?: Endpoint,
): FastifyReply {
  const refusal = refusalOf(error);
  if (!refusal) request.log.error({ err: error }, 'a request failed');
  return answer(reply, refusal ? presentRefusal(refusal, locale) : presentFault(locale), endpoint);
}

function answer(
  reply: FastifyReply,
  refusal: { err: number; msg: string },
  endpoint?: Endpoint,
): FastifyReply {
  // Some clients look at `err` before anything else, others at `code` alone.
  const body =
    endpoint?.reply === 'code' ? { err: refusal.err, code: refusal.err, msg: refusal.msg } : refusal;
  return send(reply, JSON.stringify(body));
}

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.status(200).type('application/json; charset=utf-8').serializer(String).send(body);
}

function requestLocale(request: FastifyRequest): Locale {
  const query = request.query as { _locale?: unknown };
  return localeOf(query._locale, request.headers['accept-language']);
}

/** The refusal behind an error: ours, or the framework's for a body that it would not read. */
function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof SyntaxError) return invalid('body');
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = String(error.code);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new DomainError('too_large');
  if (isDatabaseGone(code)) return new DomainError('unavailable');
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? invalid('body') : undefined;
}

/** Connection refused or cut, or the database starting up or shutting down. */
function isDatabaseGone(code: string): boolean {
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code) ||
    code.startsWith('57P') ||
    code.startsWith('08')
  );
}
