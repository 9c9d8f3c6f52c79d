import { createHmac } from 'node:crypto';
import type { DomainEvent } from '@kith/core/kernel';
import type { OpenCarrier } from '@kith/core/ports';
import { postgresCarrier } from '../adapters/bus/postgres.js';
import { readIdentity } from '../adapters/postgres/inspect.js';
import { connectionOptions, type ConnectionOptions } from '../adapters/postgres/pool.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import type { Audiences } from '../realtime/audiences.js';
import type { EventDelivery, FanOut } from '../realtime/fan-out.js';
import type { Hub } from '../realtime/hub.js';
import { makeFindMissed } from '../realtime/nodes/find-missed.js';
import { loadEvent } from '../realtime/nodes/load-event.js';
import { makeNodeBus, type CarriedBus } from '../realtime/nodes/node-bus.js';
import { makeOrderedFanOut } from '../realtime/nodes/ordered-fan-out.js';
import { makeShowMissed } from '../realtime/nodes/show-missed.js';
import { makeMembersTeller } from '../realtime/nodes/tell-members.js';
import { makeReadsTeller } from '../realtime/nodes/tell-reads.js';
import type { Timing } from '../realtime/timing.js';
import type { Authenticator } from './authenticate.js';
import { addBusGauges, makeBusCounters, makeRepairCounter } from './bus-metrics.js';
import { ids, type CoreDeps } from './context.js';
import type { Metrics } from './metrics.js';

/** What carries events to other nodes; undefined for a single node. */
async function decideCarrier(given: {
  config: Config;
  secrets: Secrets;
  database: ConnectionOptions;
  db: CoreDeps['db'];
  log: CoreDeps['log'];
}): Promise<OpenCarrier | undefined> {
  const { config, secrets, database, db, log } = given;
  switch (config.bus.kind) {
    case 'none':
      return undefined;
    case 'postgres':
      return postgresCarrier(connectionOptions(database, 'bus'), log);
    case 'redis': {
      // Installations may share a Redis; only nodes with the same database and secret find each other's channel.
      const findChannel = async () =>
        `kith:${createHmac('sha256', secrets.tokenKey)
          .update(await readIdentity(db))
          .digest('hex')}`;
      // Its client is loaded only where there is a Redis.
      const { redisCarrier } = await import('../adapters/bus/redis.js');
      return redisCarrier(config.bus.url, findChannel, log);
    }
  }
}

/** This node among others. */
export interface ConnectedNode {
  /** Delivers the events of all nodes to the sockets of this one. */
  onEvent(event: DomainEvent): void;
  /** Publishes a committed event to the other nodes. */
  publish(event: DomainEvent): void;
  /** The number of events and conversations that are not delivered yet. */
  waiting(): number;
  /** Looks for no more lost events; resolves when everything is published. */
  stop(): Promise<unknown>;
}

/** A node without others. */
export function makeAloneNode({ onEvent, waiting }: FanOut): ConnectedNode {
  return { onEvent, waiting, publish: () => undefined, stop: () => Promise.resolve() };
}

/** The bus to the other nodes; a single node has nobody to send to. */
export async function makeBusToNodes(
  given: Parameters<typeof decideCarrier>[0] & {
    readonly carrier: OpenCarrier | undefined;
    readonly metrics: Metrics;
    readonly timing: Timing;
  },
): Promise<CarriedBus | undefined> {
  const { log, metrics, timing } = given;
  const open = given.carrier ?? (await decideCarrier(given));
  return (
    open &&
    makeNodeBus({ nodeId: ids.hex(8), open, log, counters: makeBusCounters(metrics.registry), timing })
  );
}

/** Connects the sockets of this node with a bus, which carries events from now on. */
export function connectNode(
  deps: CoreDeps & {
    readonly nodeBus: CarriedBus;
    readonly auth: Authenticator;
    readonly hub: Hub;
    readonly audiences: Audiences;
    readonly fanOut: FanOut;
    readonly deliveries: readonly EventDelivery[];
    readonly timing: Timing;
    readonly metrics: Metrics;
  },
): ConnectedNode {
  const { nodeBus, fanOut, metrics } = deps;
  const reads = makeReadsTeller({ nodeBus, publish: nodeBus.publish.bind(nodeBus) });
  const ordered = makeOrderedFanOut({ ...deps, reads, showMissed: makeShowMissed(deps) });
  const toNodes = makeMembersTeller(deps);
  const repairs = makeRepairCounter(metrics.registry);
  const findMissed = makeFindMissed({ ...deps, ordered, onRepair: repairs });
  let loading = 0;
  nodeBus.start({
    load: (reference) => {
      loading++;
      return loadEvent(deps.db, reference).finally(() => loading--);
    },
    onLoss: (reason, sinceMs) => {
      // A silent node does not answer; when it returns, its number tells what was missed.
      if (reason !== 'silent' && reason !== 'failed_load') reads.ask(sinceMs);
      return findMissed(reason, sinceMs);
    },
  });
  const waiting = () =>
    ordered.conversations.waiting() +
    ordered.accounts.waiting() +
    fanOut.waiting() +
    toNodes.waiting() +
    loading;
  addBusGauges(metrics.registry, { nodeBus, waiting });
  return {
    onEvent: ordered.onEvent,
    publish: (event) => toNodes.publish(event.type === 'read_moved' ? reads.note(event) : event),
    waiting,
    stop: () => {
      findMissed.stop();
      return toNodes.idle();
    },
  };
}
