import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import { isMomentFileClosed } from '@kith/core/moments';
import { isVideoFileClosed } from '@kith/core/videos';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyListenOptions,
} from 'fastify';
import { apiDialect, normaliseApiUrl } from '../dialects/api/plugin.js';
import { describeRequest, hasFailed, isFault, logFault, tenantOf } from '../dialects/fault.js';
import { imDialect, normaliseImUrl } from '../dialects/im/plugin.js';
import { adminDialect, normaliseAdminUrl } from '../dialects/admin/plugin.js';
import { storeDialect } from '../dialects/store/plugin.js';
import type { Server } from 'node:http';
import { trustIn } from '../config/trusted-proxies.js';
import { readQuery, refusalOf } from '../dialects/transport.js';
import { referencePages } from '../reference/pages.js';
import { capConnections, type ConnectionCaps } from './cap-connections.js';
import type { Deps } from './deps.js';
import { ASSETS, WEB } from './assets.js';
import { connectionsWithin, readDescriptorLimit } from './descriptors.js';
import { makeEarlyRefusals } from './refuse-early.js';
import { makePhotoGuard } from './photo-guard.js';
import { signedMomentFile, signedVideo } from './photo-links.js';
import { makePostGuard } from './post-guard.js';
import type { Readiness } from './readiness.js';
import { watchBodies } from './watch-bodies.js';
import { staticFiles } from './static-files.js';
import { notFound, webClient } from './web-client.js';

const REAP_EVERY_MS = 50;

/** The HTTP server: one origin, one scope per dialect. */
export async function makeHttp(
  deps: Deps,
  readiness: () => Promise<Readiness>,
): Promise<{ app: FastifyInstance; caps: ConnectionCaps }> {
  const early = makeEarlyRefusals(deps.config.hostname);
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    rewriteUrl: (request) =>
      normaliseAdminUrl(normaliseApiUrl(normaliseImUrl(onlySpelling(request.url ?? '/')))),
    // Longer than any request line: otherwise the router rejects long parameters with its own error format.
    routerOptions: { maxParamLength: 16_384, querystringParser: readQuery as never },
    frameworkErrors: (_error, _request, reply) => void notFound(reply),
    // Bodies are watched for inactivity, so the total duration of a request is not limited.
    http: {
      requestTimeout: 0,
      headersTimeout: deps.timing.headWithinMs,
      connectionsCheckingInterval: deps.timing.lookEveryMs,
    },
    clientErrorHandler: (error, socket) => early.unreadable(error, socket),
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    // The framework's own 503 matches no dialect; requests that still arrive are served.
    return503OnClosing: false,
  });
  const caps = makeCaps(deps, app.server);
  // Registered before the scopes, so that each dialect formats its refusals.
  app.addHook('onRequest', async ({ raw }, reply) => {
    early.expect(reply);
    caps.requireConnectionSlot(raw, reply.raw);
  });
  const stopWatching = watchBodies(app.server, deps.timing, early.giveUp);
  app.addHook('onClose', async () => stopWatching());
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (isFault(error, refusal !== undefined)) logFault(request, reply, error);
    const isBusy = refusal?.code === 'unavailable';
    return reply
      .status(refusal ? (isBusy ? 503 : 400) : 500)
      .type('text/plain')
      .send(refusal?.message ?? 'failed');
  });
  app.addHook('onResponse', (request, _reply, done) => {
    deps.metrics.counts.request(tenantOf(request), hasFailed(request));
    done();
  });
  if (deps.config.logsRequests) {
    app.addHook('onResponse', (request, reply, done) => {
      deps.log.info({ ...describeRequest(request, reply), status: reply.statusCode }, 'a request');
      done();
    });
  }
  if (deps.config.roles.has('web')) await addDialects(app, deps);
  const answerUnknown = deps.config.roles.has('web') ? webClient(app, { webDir: WEB }) : undefined;
  addProbes(app, readiness);
  app.setNotFoundHandler(answerUnknown ?? ((_request, reply) => notFound(reply)));
  return { app, caps };
}

async function addDialects(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register((scope) => imDialect(scope, deps), { prefix: '/im' });
  await app.register((scope) => apiDialect(scope, deps), { prefix: '/api' });
  await app.register((scope) => adminDialect(scope, deps), { prefix: '/admin' });
  await app.register((scope) => storeDialect(scope, deps), { prefix: '/api/store' });
  await app.register((scope) =>
    staticFiles(scope, {
      blobs: deps.ports.blobs,
      assetsDir: ASSETS,
      mayFetchPhoto: makePhotoGuard(deps),
      mayFetchVideo: makePostGuard(deps, isVideoFileClosed, signedVideo),
      mayFetchMomentFile: makePostGuard(deps, isMomentFileClosed, signedMomentFile),
      mayFetchEvidence: deps.photoLinks.isGood,
    }),
  );
  await app.register((scope) => referencePages(scope, { assetsDir: ASSETS }));
}

function makeCaps(deps: Deps, server: Server): ConnectionCaps {
  const { maxConnections, connectionsPerAddress, trustProxy } = deps.config;
  const isTrusted = trustProxy === false ? () => false : trustIn(trustProxy);
  const descriptors = readDescriptorLimit();
  const within = connectionsWithin(descriptors);
  const most = Math.min(maxConnections ?? within, within);
  return capConnections(server, {
    most,
    remedy:
      maxConnections !== undefined && maxConnections <= within
        ? 'Raise KITH_MAX_CONNECTIONS.'
        : `This process may open ${descriptors ?? 'no more'} files: raise that limit (ulimit -n, or LimitNOFILE of systemd).`,
    mostPerAddress: connectionsPerAddress ?? Math.min(bounds.connection.perAddress, Math.floor(most / 4)),
    isProxy: (address) => isTrusted(address, 0),
    addressOf: deps.addressOf,
    metrics: deps.metrics,
    log: deps.log,
  });
}

/** Listens at a place; without one, serves the connections that are emitted. */
export async function openHttp(app: FastifyInstance, place: FastifyListenOptions | undefined): Promise<void> {
  if (place) {
    await app.listen(place);
    return;
  }
  await app.ready();
  app.server.emit('listening'); // Node's HTTP server then watches the time that heads take, and its idle connections
}

/** Stops listening, then waits a limited time for requests in progress; idle connections are closed. */
export async function closeHttp(app: FastifyInstance, countConnections: () => number): Promise<void> {
  const reap = setInterval(() => app.server.closeIdleConnections(), REAP_EVERY_MS);
  const cut = setTimeout(() => app.server.closeAllConnections(), bounds.connection.answersWithinMs);
  await app.close();
  // Node's server does not wait for connections that it has not accepted itself.
  while (countConnections() > 0) await sleep(REAP_EVERY_MS);
  clearInterval(reap);
  clearTimeout(cut);
}

/** `/healthz`: the process is alive. `/readyz`: it can serve, and does not stop. Neither discloses anything else. */
function addProbes(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const { isReady } = await readiness();
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' });
  });
}

/**
 * Normalizes a URL: takes the path of an absolute URL, and decodes needless escapes. A proxy that blocks a path
 * compares it as written, so the router must not match more spellings than the proxy does.
 */
function onlySpelling(url: string): string {
  const relative = url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  const end = relative.search(/[?#]/);
  const path = end === -1 ? relative : relative.slice(0, end);
  return path.replaceAll(NEEDLESS_ESCAPE, '%25$1') + relative.slice(path.length);
}

/** An escaped letter, digit or `-._~`. */
const NEEDLESS_ESCAPE = /%(4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae]|3[0-9]|2[de])/gi;
