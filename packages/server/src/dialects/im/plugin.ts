import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { answerSchema, type Endpoint } from '@kith/contract';
import { bounds, invalid, type DomainError } from '@kith/core/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Deps } from '../../app/deps.js';
import { identify } from '../identify.js';
import { isFault, logFault, noteRoute } from '../fault.js';
import type { Call, Route, UploadedFile } from '../implement.js';
import { coerce } from './coerce.js';
import { presentFault, presentNoEndpoint, presentRefusal } from './errors.js';
import { localeOf, type Locale } from '../locale.js';
import { makeByteBudget, type ByteBudget } from '../read-file.js';
import {
  formBytesOf,
  type FilePlace,
  makeSerializer,
  readablePath,
  readBodies,
  readEnvelope,
  refusalOf,
} from '../transport.js';
import { routes } from './routes.js';
import { successOf } from './success-messages.js';

/** Where the scope is mounted; paths in the contract are complete. */
const PREFIX = '/im';

/**
 * Requests of the Chat API are matched without regard to case, repeated slashes, and trailing blanks and slashes:
 * existing clients send `App` and `app`, and `chatTop%20`.
 */
export function normaliseImUrl(url: string): string {
  const path = pathOf(url);
  const squeezed = path.replace(/\/{2,}/g, '/');
  if (!isImPath(squeezed)) return url;
  return withoutEnd(readablePath(squeezed)).toLowerCase() + url.slice(path.length);
}

// A loop, because a regular expression takes quadratic time on blanks in the middle.
function withoutEnd(path: string): string {
  let end = path.length;
  for (;;) {
    if (path.endsWith('%20', end)) end -= 3;
    else if (path.endsWith('+', end) || path.endsWith(' ', end) || path.endsWith('/', end)) end -= 1;
    else return path.slice(0, end);
  }
}

export function isImPath(path: string): boolean {
  return /^\/im(?:[/?#]|$)/i.test(path);
}

/** The scope of the Chat API: requests are form posts, responses `{err, msg, data}` with HTTP status 200. */
export async function imDialect(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(cors, { origin: '*', strictPreflight: false, methods: ['GET', 'POST', 'OPTIONS'] });
  // First, because it removes all parsers, and multipart adds one.
  readBodies(app);
  await app.register(multipart, {
    limits: { ...bounds.body.multipart, fileSize: deps.config.maxUploadBytes },
    throwFileSizeLimit: true,
  });
  const { maxUploadBytes } = deps.config;
  const budgets = {
    members: makeByteBudget(bounds.body.filesInMemory * maxUploadBytes, maxUploadBytes),
    strangers: makeByteBudget(bounds.body.strangersFileBytes, maxUploadBytes),
  };
  mount(app, deps, budgets);

  app.setNotFoundHandler((request, reply) =>
    isImPath(request.url)
      ? answer(reply, presentNoEndpoint(requestLocale(request)))
      : reply.status(404).type('text/plain').send('not found'),
  );
  app.setErrorHandler((error: FastifyError, request, reply) =>
    refuse(request, reply, error, requestLocale(request)),
  );
}

interface Budgets {
  readonly members: ByteBudget;
  readonly strangers: ByteBudget;
}

/**
 * Identifies the caller before reading a file, if the token precedes it: in the query, as a bearer, or in a field.
 * Otherwise the file counts towards strangers until it has been read.
 */
function filePlace(deps: Deps, request: FastifyRequest, endpoint: Endpoint, budgets: Budgets): FilePlace {
  const isOpen = endpoint.auth === 'none';
  return {
    maxBytes: isOpen ? bounds.file.strangersPictureBytes : deps.config.maxUploadBytes,
    budgetFor: async (values) => {
      if (isOpen || !(values['_token'] || request.headers.authorization)) return budgets.strangers;
      await identify(deps, endpoint, request, values, '_token');
      return budgets.members;
    },
  };
}

/**
 * One route finds the endpoint of its path in a map: the router compiles functions for each route and method, which would
 * take much of a server's start. Endpoints with large forms have routes of their own, for the limit of the body.
 */
function mount(app: FastifyInstance, deps: Deps, budgets: Budgets): void {
  const served = new Map(
    routes(deps).map(({ endpoint, handle }) => {
      const answers = answering(deps, budgets, { endpoint, handle });
      return [endpoint.path.toLowerCase(), { endpoint, answers }];
    }),
  );
  const find = (request: FastifyRequest) => served.get(pathOf(request.url));
  const options: RouteOptions = {
    // With HEAD, for which the framework would otherwise make a second route of each.
    method: ['GET', 'HEAD', 'POST'],
    url: '/*',
    bodyLimit: bounds.body.formBytes,
    onRequest: (request, _reply, done) => {
      if (find(request)) noteRoute(request, pathOf(request.url));
      done();
    },
    // Fastify waits for what its error handler returns.
    // eslint-disable-next-line typescript/no-misused-promises
    errorHandler: (error, request, reply) => {
      const endpoint = find(request)?.endpoint;
      if (endpoint && endpoint.file !== 'none' && request.isMultipart()) deps.metrics.uploaded('refused', 0);
      return refuse(request, reply, error, requestLocale(request), endpoint);
    },
    handler: (request, reply) => find(request)?.answers(request, reply) ?? reply.callNotFound(),
  };
  app.route(options);
  for (const [path, { endpoint }] of served) {
    const bodyLimit = formBytesOf(endpoint);
    if (bodyLimit > bounds.body.formBytes)
      app.route({ ...options, url: path.slice(PREFIX.length), bodyLimit });
  }
}

/** The path of a normalised URL, as written: an escaped slash is no slash. */
function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

/** The handler of the requests for an endpoint. */
function answering(
  deps: Deps,
  budgets: Budgets,
  { endpoint, handle }: Route,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const serialize = makeSerializer(endpoint, answerSchema);
  return async (request, reply) => {
    const place = endpoint.file === 'none' ? undefined : filePlace(deps, request, endpoint, budgets);
    const envelope = await readEnvelope(request, endpoint, place);
    const locale = localeOf(envelope.values['_locale'], request.headers['accept-language']);
    try {
      const ctx = await identify(deps, endpoint, request, envelope.values, '_token');
      const params = coerce(endpoint, envelope.values);
      if (endpoint.file === 'required' && !envelope.file) throw invalid('file');
      let says = successOf(endpoint, locale);
      const call: Call<UploadedFile | undefined> = {
        file: envelope.file,
        says,
        say: (sentence) => {
          says = sentence[locale];
        },
        locale,
        origin: `${request.protocol}://${request.host}`,
        sent: (name) => Object.hasOwn(envelope.values, name),
      };
      const result = await handle(ctx, params, call);
      if (envelope.file) deps.metrics.uploaded('stored', envelope.file.bytes.length);
      return send(reply, serialize(wrap(endpoint, says, result)));
    } catch (error) {
      if (envelope.file) deps.metrics.uploaded('refused', envelope.file.bytes.length);
      return refuse(request, reply, error, locale, endpoint);
    } finally {
      envelope.release();
    }
  };
}

/** Wraps a result in the response that the contract declares. */
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

/** Answers an error: a refusal with its own message, anything else as an unexpected failure, which is logged. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  locale: Locale,
  endpoint?: Endpoint,
): FastifyReply {
  const refusal = refusalOf(error);
  if (isFault(error, refusal !== undefined)) logFault(request, reply, error);
  const retryMs = refusal?.detail.retryMs;
  if (retryMs !== undefined) reply.header('retry-after', Math.ceil(retryMs / 1000));
  return answer(reply, refusal ? presentRefusal(refusal, locale) : presentFault(locale), endpoint);
}

function answer(
  reply: FastifyReply,
  refusal: { err: number; msg: string },
  endpoint?: Endpoint,
): FastifyReply {
  // Some clients check `err` first, others only `code`.
  const body =
    endpoint?.reply === 'code' ? { err: refusal.err, code: refusal.err, msg: refusal.msg } : refusal;
  return send(reply, JSON.stringify(body));
}

/** Formats a refusal outside of any request handler. */
export function wordImRefusal(url: string, error: DomainError, acceptLanguage: string | undefined): string {
  const locale = /[?&]_locale=([\w-]*)/.exec(url)?.[1];
  return JSON.stringify(presentRefusal(error, localeOf(locale, acceptLanguage)));
}

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.status(200).type('application/json; charset=utf-8').serializer(String).send(body);
}

function requestLocale(request: FastifyRequest): Locale {
  const query = request.query as { _locale?: unknown };
  return localeOf(query._locale, request.headers['accept-language']);
}
