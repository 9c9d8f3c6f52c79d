import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { findTenantsToSeed, seedContent } from '@kith/core/content';
import { bounds } from '@kith/core/kernel';
import { findTenant } from '@kith/core/tenants';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { startIm } from '../dialects/im/realtime/socket.js';
import { openGateway } from '../realtime/gateway.js';
import { makeReadPositions } from '../realtime/v1/read-positions.js';
import { startV1 } from '../realtime/v1/session.js';
import { makeWatches } from '../realtime/v1/watches.js';
import { startJobs, startOwnWork } from '../workers/index.js';
import type { Worker } from '../workers/periodic.js';
import { startWatchingClock } from '../workers/watch-clock.js';
import type { Deps, Overrides } from './deps.js';
import { atMost } from './at-most.js';
import { compose } from './compose.js';
import { visitorCtx } from './context.js';
import { closeHttp, makeHttp, openHttp } from './http.js';
import { addGauges } from './metrics.js';
import { openOperatorHttp, type OperatorHttp } from './operator-http.js';
import { makeReadiness, type Readiness } from './readiness.js';
import { watchProgress } from './watch-progress.js';

/** A server that is listening. */
export interface RunningServer {
  readonly port: number;
  /** The port of the metrics; undefined if they are not served. */
  readonly operatorPort: number | undefined;
  readonly deps: Deps;
  readonly readiness: () => Promise<Readiness>;
  /** How long `close` may take now. */
  closeWithinMs(): number;
  /** Serves a connection that another process has accepted and not read from; false if the server is closing. */
  take(connection: Socket): boolean;
  /**
   * Reports that it is not ready, and after a pause for balancers answers accepted requests, asks sockets to reconnect,
   * and releases the database.
   */
  close(): Promise<void>;
}

interface ServerOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly database: pg.ClientConfig;
  readonly log: Logger;
  readonly overrides?: Overrides;
  /** False: all connections come through `take`. */
  readonly listens?: boolean;
}

/** Starts HTTP, sockets and workers on an open database. */
export async function startServer(given: ServerOptions): Promise<RunningServer> {
  const deps = await compose(given);
  let isDraining = false;
  let isClosing = false;
  const readiness = makeReadiness(deps, () => isDraining);
  const { app, caps } = await makeHttp(deps, readiness);
  const watch = watchProgress(caps.connections, deps.timing);
  const watches = makeWatches(deps);
  const readPositions = makeReadPositions(deps);
  const protocols = { im: startIm(deps), 'kith.v1': startV1(deps, { watches, readPositions }) };
  const gateway = openGateway(deps, app.server, { protocols, caps });
  deps.bus.subscribe((event) => gateway.onEvent(event));
  deps.bus.subscribe((event) => watches.onEvent(event));
  addGauges(deps.metrics, {
    sockets: gateway.sockets,
    connections: () => caps.connections.size,
    messagesWaiting: () => deps.waiting().messages,
    poolWaiting: () => deps.waiting().requests,
    dataDir: given.config.dataDir,
    databaseStartedAt: async () => (await readiness()).databaseStartedAt,
    isStoring: deps.writeHealth.isPossible,
  });
  let operators: OperatorHttp;
  let clockWatch: Worker | undefined;
  try {
    await startContents(deps);
    clockWatch = await startWatchingClock(deps, { onRestored: gateway.restartV1 });
    const { registry } = deps.metrics;
    const { host, port, listenBacklog: backlog, metrics: address } = given.config;
    operators = await openOperatorHttp({
      address,
      metrics: { contentType: registry.contentType, read: () => registry.metrics() },
      readiness,
      log: deps.log,
    });
    await openHttp(app, given.listens === false ? undefined : { host, port, backlog }).catch(
      async (error: unknown) => {
        await operators.close();
        throw error;
      },
    );
  } catch (error) {
    await clockWatch?.stop();
    await gateway.close();
    watches.stop();
    watch.close();
    await deps.close();
    throw error;
  }
  const jobs = given.config.roles.has('worker') ? startJobs(deps) : [];
  const workers = [clockWatch, ...startOwnWork(deps), ...jobs];

  return {
    port: (app.server.address() as AddressInfo | null)?.port ?? given.config.port, // TCP servers have an AddressInfo
    operatorPort: operators.port,
    deps,
    readiness,
    take: (connection) => {
      if (isClosing) return false;
      connection.allowHalfOpen = true; // as the connections that Node's HTTP server accepts
      return app.server.emit('connection', connection);
    },
    closeWithinMs: () => given.config.drainPauseMs + gateway.moveMs() + bounds.connection.stopWithinMs,
    close: async () => {
      isDraining = true;
      await sleep(given.config.drainPauseMs);
      isClosing = true;
      await Promise.all([closeHttp(app, () => caps.connections.size), gateway.close()]);
      watches.stop();
      watch.close();
      await operators.close();
      await readPositions.close();
      await Promise.all(workers.map((worker) => worker.stop()));
      await deps.jobs.close();
      await atMost(bounds.database.lastBatchesWithinMs, deps.auth.idle());
      await deps.close();
    },
  };
}

/** Gives tenants that lack it the initial content of an installation. */
async function startContents(deps: Deps): Promise<void> {
  for (const id of await findTenantsToSeed(deps.db)) {
    const tenant = await findTenant(deps.db, id);
    if (tenant) await seedContent(visitorCtx(deps, tenant, ''));
  }
}
