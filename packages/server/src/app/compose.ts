import { makeBatchWriter, groupRoles, type ConversationKey } from '@kith/core/conversations';
import { bounds, type DomainEvent, type Emit, type Ports } from '@kith/core/kernel';
import type { Logger } from 'pino';
import { everyJob, makeJobLocks } from '../adapters/postgres/job-locks.js';
import type { ConnectionOptions } from '../adapters/postgres/pool.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { makeMomentNews } from '../dialects/im/realtime/moment-news.js';
import { wording } from '../dialects/im/present/wording.js';
import { makeImDelivery } from '../dialects/im/realtime/delivery.js';
import { makeRecentProfiles } from '../dialects/im/realtime/recent-profiles.js';
import { makeAudiences } from '../realtime/audiences.js';
import { makeFanOut } from '../realtime/fan-out.js';
import { makeHub } from '../realtime/hub.js';
import type { CarriedBus } from '../realtime/nodes/node-bus.js';
import { makeOnlyNode } from '../realtime/nodes/only-node.js';
import { makePresence } from '../realtime/nodes/presence.js';
import { defaultTiming } from '../realtime/timing.js';
import { v1Delivery } from '../realtime/v1/feed.js';
import { makeTakenDownNews } from '../realtime/v1/taken-down-news.js';
import { makeRunLog } from '../workers/job-runs.js';
import { JOBS } from '../workers/jobs.js';
import { atMost } from './at-most.js';
import { makeAuthenticator } from './authenticate.js';
import { makeBus } from './bus.js';
import { makeClientAddress } from './client-address.js';
import { ids, type CoreDeps } from './context.js';
import { connectNode, makeAloneNode, makeBusToNodes, type ConnectedNode } from './connect-node.js';
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
export async function compose(given: {
  config: Config;
  secrets: Secrets;
  database: ConnectionOptions;
  log: Logger;
  overrides?: Overrides;
}): Promise<Deps> {
  const { config, secrets, database, log, overrides = {} } = given;
  const now = overrides.now ?? Date.now;
  const bus = makeBus(log);
  // The sockets of this node first; then the other nodes.
  const emit = (event: DomainEvent) => {
    bus.publish(event);
    delivery.publish(event);
  };

  const timing = { ...defaultTiming, ...overrides.timing };
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
  const carriedBus = await makeBusToNodes({ ...given, db, carrier: overrides.carrier, metrics, timing });
  const nodeBus = carriedBus ?? makeOnlyNode(ids.hex(8));
  const writeHealth = makeWriteHealth();
  const watched = lanes.map((lane) => writeHealth.watch(lane));
  const entries = makeBatchWriter({ connections: watched, emit, now, log, onDoubt: tellDoubt(emit) });

  const hub = makeHub(now);
  const presence = makePresence(hub, nodeBus);
  const tokens = makeTokens(secrets.tokenKey, now);
  const auth = makeAuthenticator({ db, now, log, tokens });
  const counters = makeLimitCounters({ database, nodeBus: carriedBus, log });
  const unobserved: Ports = {
    ...makePorts({ ...given, searchDb, presence, counters, onRefused: metrics.refused, now }),
    entries,
    groupRoles,
    wording,
    ...overrides.ports,
  };
  const ports = observe(unobserved, metrics);

  const core = { db, ports, ids, log, emit, now };
  const delivery = composeDelivery({ ...core, bus, carriedBus, auth, hub, metrics, timing });
  for (const makeNews of [makeMomentNews, makeTakenDownNews]) bus.subscribe(makeNews({ ...core, auth, hub }));
  bus.subscribe((event) => auth.onEvent(event));

  return {
    ...core,
    config,
    bus,
    nodeBus,
    hub,
    presence,
    runs: makeRunLog(now),
    jobs: carriedBus ? makeJobLocks(database, log, JOBS) : everyJob,
    auth,
    tokens,
    googlePushSecret: secrets.googlePushSecret,
    photoLinks: makePhotoLinks(secrets.tokenKey, now),
    timing,
    clock: { isInDoubt: () => false },
    addressOf: makeClientAddress(config.trustProxy),
    metrics,
    writeHealth,
    waiting: () => ({
      messages: entries.waiting(),
      requests: connections.waiting(),
      deliveries: delivery.waiting(),
    }),
    close: async () => {
      presence.stop();
      // No new messages arrive, but messages of clients that have disconnected may still be in progress.
      await atMost(bounds.database.lastBatchesWithinMs, entries.idle());
      await atMost(bounds.database.lastBatchesWithinMs, delivery.stop());
      await counters.close();
      await nodeBus.close();
      await connections.close();
    },
  };
}

/** Delivers events to the sockets of this node; with a bus, those of all nodes. */
function composeDelivery(
  deps: CoreDeps &
    Pick<Deps, 'bus' | 'auth' | 'hub' | 'metrics' | 'timing'> & { carriedBus: CarriedBus | undefined },
): ConnectedNode {
  const { bus, carriedBus } = deps;
  carriedBus?.onEvent(bus.publish);
  const profiles = makeRecentProfiles();
  bus.subscribe(profiles.onEvent);
  const deliveries = [v1Delivery, makeImDelivery({ ...deps, profiles })];
  const audiences = makeAudiences(deps.db);
  const fanOut = makeFanOut({
    ...deps,
    audiences,
    deliveries,
    onShown: (event) => {
      if (event.type === 'entry_appended')
        deps.metrics.delivered(event.conversation.tenantId, deps.now() - event.entry.sentAt);
    },
  });
  const node = carriedBus
    ? connectNode({ ...deps, nodeBus: carriedBus, audiences, fanOut, deliveries })
    : makeAloneNode(fanOut);
  bus.subscribe(node.onEvent);
  return node;
}

/** Whichever node receives the repeats of the senders, every node has to look. */
function tellDoubt(emit: Emit): (of: ConversationKey) => void {
  return ({ tenantId, id }) => emit({ type: 'entries_in_doubt', tenantId, conversationId: id });
}
