import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { imDialect, normaliseImUrl } from '../dialects/im/plugin.js';
import { ASSETS, type Deps } from './compose.js';
import { staticFiles } from './static-files.js';

const READY_WITHIN_MS = 1000;

/** The HTTP side of the process: one origin, a scope for each dialect. */
export async function makeHttp(deps: Deps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustProxy,
    rewriteUrl: (request) => normaliseImUrl(request.url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    requestTimeout: 60_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
  });
  await app.register((scope) => imDialect(scope, deps), {});
  await app.register((scope) => staticFiles(scope, { blobs: deps.ports.blobs, assetsDir: ASSETS }));
  addProbes(app, deps);
  return app;
}

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: how it does. */
function addProbes(app: FastifyInstance, deps: Deps): void {
  const registry = new Registry();
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
  app.get('/readyz', async (_request, reply) => {
    const isReady = await Promise.race([
      sql`select 1`.execute(deps.db).then(
        () => true,
        () => false,
      ),
      new Promise<boolean>((done) => setTimeout(done, READY_WITHIN_MS, false).unref()),
    ]);
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'database is not there' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
