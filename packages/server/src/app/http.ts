import { bounds } from '@kith/core/kernel';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { pingDatabase } from '../adapters/postgres/pool.js';
import { apiDialect, normaliseApiUrl } from '../dialects/api/plugin.js';
import { imDialect, normaliseImUrl } from '../dialects/im/plugin.js';
import { storeDialect } from '../dialects/store/plugin.js';
import { ASSETS, type Deps } from './compose.js';
import { makePhotoGuard } from './photo-guard.js';
import { staticFiles } from './static-files.js';

const REAP_EVERY_MS = 50;

/** The HTTP side of the process: one origin, a scope for each dialect. */
export async function makeHttp(deps: Deps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    rewriteUrl: (request) => normaliseApiUrl(normaliseImUrl(request.url ?? '/')),
    // Longer than any request line: the router would refuse a parameter in its own words.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    requestTimeout: 60_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    // A 503 in the framework's own words would be no answer of any dialect: who still gets through is served.
    return503OnClosing: false,
  });
  await app.register((scope) => imDialect(scope, deps), { prefix: '/im' });
  await app.register((scope) => apiDialect(scope, deps), { prefix: '/api' });
  await app.register((scope) => storeDialect(scope, deps), { prefix: '/api/store' });
  await app.register((scope) =>
    staticFiles(scope, { blobs: deps.ports.blobs, assetsDir: ASSETS, mayFetchPhoto: makePhotoGuard(deps) }),
  );
  addProbes(app, deps);
  return app;
}

/** Stops listening; waits for the requests that are under way, but not for ever, nor for connections that idle. */
export async function closeHttp(app: FastifyInstance): Promise<void> {
  const reap = setInterval(() => app.server.closeIdleConnections(), REAP_EVERY_MS);
  const cut = setTimeout(() => app.server.closeAllConnections(), bounds.connection.answersWithinMs);
  await app.close();
  clearInterval(reap);
  clearTimeout(cut);
}

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: how it does. */
function addProbes(app: FastifyInstance, deps: Deps): void {
  const registry = deps.metrics;
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'kith_connections',
    help: 'Sockets with an account.',
    registers: [registry],
    collect() {
      this.set(deps.hub.count());
    },
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  // One question at a time: while the database hangs, those who ask must not take all of its connections.
  let question: Promise<boolean> | undefined;
  const askDatabase = (): Promise<boolean> =>
    (question ??= pingDatabase(deps.db)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        question = undefined;
      }));
  app.get('/readyz', async (_request, reply) => {
    const isReady = await Promise.race([
      askDatabase(),
      new Promise<boolean>((done) => setTimeout(done, bounds.connection.readyWithinMs, false).unref()),
    ]);
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'database is not there' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
