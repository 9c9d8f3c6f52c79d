import { inject } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import type { NodeBus, OpenCarrier } from '@kith/core/ports';
import type { RunningServer } from '../../src/app/server.js';
import type { BusConfig } from '../../src/config/config.js';
import type { Hub } from '../../src/realtime/hub.js';
import { eventually } from './eventually.js';
import { startRedis } from './redis.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many nodes the servers of `useKith` have, and what connects them. */
    nodes: { readonly count: number; readonly bus: BusConfig['kind'] };
  }
}

/** Several nodes on one database: connected by a bus of the configuration, or each by a carrier. */
export interface NodesOption {
  readonly count: number;
  readonly bus: BusConfig['kind'] | OpenCarrier;
}

/** The nodes of this run, unless a test chooses. */
export function nodesOfRun(): NodesOption {
  return inject('nodes');
}

/** The configuration of the bus; starts the Redis that it needs, and `stop` ends it. */
export async function prepareBus({
  bus,
}: NodesOption): Promise<{ config: BusConfig; stop: () => Promise<void> }> {
  if (bus === 'redis') {
    const redis = await startRedis();
    return { config: { kind: 'redis', url: redis.url }, stop: redis.kill };
  }
  return { config: { kind: bus === 'postgres' ? 'postgres' : 'none' }, stop: () => Promise.resolve() };
}

/** Waits until each node hears all others. */
export async function meetNodes(servers: readonly RunningServer[]): Promise<void> {
  await eventually('all nodes hear each other', () =>
    servers.every(({ deps }) => deps.nodeBus.nodes().size === servers.length - 1),
  );
}

/** Waits until each node knows whether an account has a socket at any of them. */
export async function agreeOnPresence(servers: readonly RunningServer[], accountId: number): Promise<void> {
  if (servers.length === 1) return;
  const id = accountId as AccountId;
  await eventually('all nodes know who is online', () => {
    const isOnline = servers.some(({ deps }) => deps.hub.isOnline(id));
    return servers.every(({ deps }) => deps.presence.isOnline(id) === isOnline);
  });
}

/** The first server; its hub has the sockets of all, because a person's sockets are anywhere. */
export function firstOf(servers: readonly RunningServer[]): RunningServer {
  const [first] = servers;
  if (!first) throw new Error('There is at least one node.');
  if (servers.length === 1) return first;
  const hubs = servers.map(({ deps }) => deps.hub);
  const hub: Hub = {
    ...first.deps.hub,
    of: (id) => hubs.flatMap((one) => [...one.of(id)]),
    all: () => hubs.flatMap((one) => [...one.all()]),
    count: () => hubs.reduce((sum, one) => sum + one.count(), 0),
    isOnline: (id) => hubs.some((one) => one.isOnline(id)),
  };
  return { ...first, deps: { ...first.deps, hub } };
}

/** Waits until every event that a node has published so far is delivered at all nodes. */
export type SettleNodes = () => Promise<void>;

/** Each node sends a signal behind its events, and every other one waits for it. */
export function makeSettleNodes(servers: readonly RunningServer[]): SettleNodes {
  if (servers.length === 1) return () => Promise.resolve();
  const heard = new Map<NodeBus, Set<string>>();
  for (const { deps } of servers) {
    const seen = new Set<string>();
    heard.set(deps.nodeBus, seen);
    deps.nodeBus.onSignal('settle', (data) => seen.add(data));
  }
  let round = 0;
  const nothingWaits = () =>
    eventually('all events are delivered', () =>
      servers.every(({ deps }) => deps.waiting().deliveries === 0),
    );
  return async () => {
    // An event may wait for the members whom its node tells first.
    await nothingWaits();
    const mine = ++round;
    const signals = servers.map((_, i) => `${mine}/${i}`);
    servers.forEach(({ deps }, i) => deps.nodeBus.signal('settle', signals[i]!));
    await eventually('the signals of all nodes arrive', () =>
      servers.every(({ deps }, i) =>
        signals.every((signal, j) => i === j || heard.get(deps.nodeBus)!.has(signal)),
      ),
    );
    await nothingWaits();
  };
}
