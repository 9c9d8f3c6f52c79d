import type { Ports, TenantId } from '@kith/core/kernel';
import { DURATION_SECONDS } from '@kith/core/operations';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Connection } from '../realtime/connection.js';
import { makeCounts, type Counts } from './counts.js';
import { makeDurations } from './durations.js';
import { readFreeBytes } from './own-node.js';

/** Counters of the running process. */
export interface Metrics {
  readonly registry: Registry;
  /** What is stored for the console's overview. */
  readonly counts: Counts;
  /** A request was refused because of the limit with this name. */
  refused(limit: string): void;
  /** A message was acknowledged `ms` after it was sent. */
  acknowledged(tenantId: TenantId, ms: number): void;
  /** A message was handed to the sockets of its conversation `ms` after it was sent. */
  delivered(tenantId: TenantId, ms: number): void;
  /** A file was received, or its first `bytes` before it was refused. */
  uploaded(outcome: 'stored' | 'refused', bytes: number): void;
  /** A database connection broke. */
  databaseLost(): void;
}

/** Values read when metrics are requested. */
export interface Sources {
  readonly sockets: () => Iterable<Pick<Connection, 'protocol' | 'identity'>>;
  /** Open connections, including sockets. */
  readonly connections: () => number;
  /** Messages waiting to be written. */
  readonly messagesWaiting: () => number;
  /** Requests waiting for a database connection. */
  readonly poolWaiting: () => number;
  readonly dataDir: string;
  /** When the database was started, in milliseconds; undefined while it does not respond. */
  readonly databaseStartedAt: () => Promise<number | undefined>;
  /** Whether messages can be stored, judging by the last attempt. */
  readonly isStoring: () => boolean;
}

/** Counters that start at zero, and Node's process metrics. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const refusals = new Counter({
    name: 'kith_refused_total',
    help: 'Requests refused because of a limit, by its name.',
    labelNames: ['limit'],
    registers,
  });
  const acks = makeDurations(registry, {
    name: 'kith_message_ack_seconds',
    help: 'Time from sending a message to its acknowledgement.',
    buckets: DURATION_SECONDS,
  });
  const deliveries = makeDurations(registry, {
    name: 'kith_message_delivery_seconds',
    help: 'Time from sending a message to handing it to the sockets of its conversation.',
    buckets: DURATION_SECONDS,
  });
  const uploads = new Counter({
    name: 'kith_uploads_total',
    help: 'Uploaded files, stored or refused.',
    labelNames: ['outcome'],
    registers,
  });
  const uploadedBytes = new Counter({
    name: 'kith_upload_bytes_total',
    help: 'Bytes of stored files.',
    registers,
  });
  const lost = new Counter({
    name: 'kith_database_connections_lost_total',
    help: 'Broken database connections.',
    registers,
  });
  const counts = makeCounts();
  return {
    registry,
    counts,
    refused: (limit) => refusals.inc({ limit }),
    acknowledged: (tenantId, ms) => {
      acks.observe(ms / 1000);
      counts.message(tenantId);
    },
    delivered: (tenantId, ms) => {
      const seconds = Math.max(0, ms) / 1000;
      deliveries.observe(seconds);
      counts.delivery(tenantId, seconds);
    },
    uploaded: (outcome, bytes) => {
      uploads.inc({ outcome });
      if (outcome === 'stored') uploadedBytes.inc(bytes);
    },
    databaseLost: () => lost.inc(),
  };
}

/** Adds gauges that read the current state. */
export function addGauges({ registry }: Metrics, sources: Sources): void {
  const gauge = (
    name: string,
    help: string,
    read: () => number | undefined | Promise<number | undefined>,
    // How a primary combines the values of its workers.
    aggregator: 'sum' | 'min' | 'max' = 'sum',
  ) =>
    new Gauge({
      name,
      help,
      aggregator,
      registers: [registry],
      async collect() {
        const value = await read();
        if (value === undefined) this.reset();
        else this.set(value);
      },
    });

  gauge('kith_connections', 'Sockets with an account.', () => count(sources.sockets(), hasAccount));
  new Gauge({
    name: 'kith_sockets',
    help: 'Open sockets, by protocol and by whether they have an account.',
    labelNames: ['protocol', 'account'],
    registers: [registry],
    collect() {
      for (const protocol of ['im', 'kith.v1'] as const)
        for (const account of ['yes', 'no'] as const)
          this.set(
            { protocol, account },
            count(
              sources.sockets(),
              (socket) => socket.protocol === protocol && hasAccount(socket) === (account === 'yes'),
            ),
          );
    },
  });
  gauge('kith_open_connections', 'Open connections, including sockets.', sources.connections);
  gauge('kith_messages_waiting', 'Messages waiting to be written.', sources.messagesWaiting);
  gauge('kith_database_requests_waiting', 'Requests waiting for a database connection.', sources.poolWaiting);
  gauge(
    'kith_storing',
    '1, or 0 after messages could not be stored, until a write succeeds.',
    () => (sources.isStoring() ? 1 : 0),
    'min',
  );
  gauge(
    'kith_disk_free_bytes',
    'Free disk space of the data folder.',
    () => readFreeBytes(sources.dataDir),
    'min',
  );
  gauge(
    'kith_database_start_time_seconds',
    'When the database was started; each change is a restart.',
    async () => {
      const startedAt = await sources.databaseStartedAt();
      return startedAt === undefined ? undefined : startedAt / 1000;
    },
    'max',
  );
}

function hasAccount({ identity }: Pick<Connection, 'identity'>): boolean {
  return identity !== undefined;
}

function count<T>(all: Iterable<T>, fits: (one: T) => boolean): number {
  let found = 0;
  for (const one of all) if (fits(one)) found++;
  return found;
}

/** Wraps the ports and measures the latency of acknowledgements. */
export function observe(ports: Ports, metrics: Metrics): Ports {
  return {
    ...ports,
    entries: {
      ...ports.entries,
      write: async (message) => {
        const since = performance.now();
        const ack = await ports.entries.write(message);
        metrics.acknowledged(message.tenantId, performance.now() - since);
        return ack;
      },
    },
  };
}
