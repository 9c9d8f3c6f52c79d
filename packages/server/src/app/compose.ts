import { makeBatchWriter, groupRoles } from '@kith/core/conversations';
import { bounds, type DomainEvent, type Ports } from '@kith/core/kernel';
import type { Logger } from 'pino';
import { everyJob, makeJobLocks } from '../adapters/postgres/job-locks.js';
import type { ConnectionOptions } from '../adapters/postgres/pool.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { makeMomentNews } from '../dialects/im/realtime/moment-news.js';
import { wording } from '../dialects/im/present/wording.js';
import { makeImDelivery } from '../dialects/im/realtime/delivery.js';
import { makeFanOut } from '../realtime/fan-out.js';
import { makeHub } from '../realtime/hub.js';
import { makeOnlyNode } from '../realtime/nodes/only-node.js';
import { makePresence } from '../realtime/nodes/presence.js';
import { defaultTiming } from '../realtime/timing.js';
import { v1Delivery } from '../realtime/v1/feed.js';
import { JOBS } from '../workers/jobs.js';
import { atMost } from './at-most.js';
import { makeAuthenticator } from './authenticate.js';
import { makeBus } from './bus.js';
import { makeClientAddress } from './client-address.js';
import { ids } from './context.js';
import { makeLimitCounters } from './limit-counters.js';
import { makePorts } from './make-ports.js';
import { makeMetrics, observe } from './metrics.js';
import { makeDatabaseConnections } from './database-connections.js';
import type { Deps, Overrides } from './deps.js';
import { makePhotoLinks } from './photo-links.js';
import { makeSlowQueryLog } from './slow-queries.js';
import { makeWriteHealth } from './write-health.js';
import { makeTokens } from './tokens.js';

/** Builds all dependencies from the configuration. */
export function compose(given: {
  config: Config;
  secrets: Secrets;
  database: ConnectionOptions;
  log: Logger;
  overrides?: Overrides;
}): Deps {
  const { config, secrets, database, log, overrides = {} } = given;
  const now = overrides.now ?? Date.now;
  const bus = makeBus(log);
  const nodeBus = makeOnlyNode(ids.hex(8));
  const isAlone = config.bus.kind === 'none';
  const emit = (event: DomainEvent) => bus.publish(event);

  const metrics = makeMetrics();
  const onQuery = makeSlowQueryLog(log, config.slowQueryMs);
  const connections = makeDatabaseConnections({
    config,
    database,
    log,
    onQuery,
    onLost: metrics.databaseLost,
  });
  const { db, searchDb, lanes } = connections;
  const writeHealth = makeWriteHealth();
  const watched = lanes.map((lane) => writeHealth.watch(lane));
  const entries = makeBatchWriter({ connections: watched, emit, now, log });

  const hub = makeHub(now);
  const presence = makePresence(hub, nodeBus);
  const tokens = makeTokens(secrets.tokenKey, now);
  const auth = makeAuthenticator({ db, now, tokens });
  const counters = makeLimitCounters({ database, nodeBus: isAlone ? undefined : nodeBus, log });
  const unobserved: Ports = {
    ...makePorts({ ...given, searchDb, presence, counters, onRefused: metrics.refused, now }),
    entries,
    groupRoles,
    wording,
    ...overrides.ports,
  };
  const ports = observe(unobserved, metrics);

  const core = { db, ports, ids, log, emit, now };
  const deliveries = [v1Delivery, makeImDelivery({ ...core, auth })];
  bus.subscribe(
    makeFanOut({
      db,
      log,
      hub,
      deliveries,
      onShown: (event) => {
        if (event.type === 'entry_appended') metrics.delivered(now() - event.entry.sentAt);
      },
    }),
  );
  bus.subscribe(makeMomentNews({ ...core, auth, hub }));
  bus.subscribe((event) => auth.onEvent(event));

  return {
    ...core,
    config,
    bus,
    nodeBus,
    hub,
    presence,
    jobs: isAlone ? everyJob : makeJobLocks(database, log, JOBS),
    auth,
    tokens,
    googlePushSecret: secrets.googlePushSecret,
    photoLinks: makePhotoLinks(secrets.tokenKey, now),
    timing: { ...defaultTiming, ...overrides.timing },
    clock: { isInDoubt: () => false },
    addressOf: makeClientAddress(config.trustProxy),
    metrics,
    writeHealth,
    waiting: () => ({ messages: entries.waiting(), requests: connections.waiting() }),
    close: async () => {
      presence.stop();
      // No new messages arrive, but messages of clients that have disconnected may still be in progress.
      await atMost(bounds.database.lastBatchesWithinMs, entries.idle());
      await counters.close();
      await connections.close();
    },
  };
}
