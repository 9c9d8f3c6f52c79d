import type { Tables } from '@kith/core/db';
import type { Emit, Ids, Ports } from '@kith/core/kernel';
import type { NodeBus, OpenCarrier } from '@kith/core/ports';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { JobLocks } from '../adapters/postgres/job-locks.js';
import type { Config } from '../config/config.js';
import type { Hub } from '../realtime/hub.js';
import type { NodesPresence } from '../realtime/nodes/presence.js';
import type { Timing } from '../realtime/timing.js';
import type { RunLog } from '../workers/job-runs.js';
import type { JobName } from '../workers/jobs.js';
import type { Authenticator } from './authenticate.js';
import type { Bus } from './bus.js';
import type { ClientAddress } from './client-address.js';
import type { Metrics } from './metrics.js';
import type { PhotoLinks } from './photo-links.js';
import type { WriteHealth } from './write-health.js';
import type { Tokens } from './tokens.js';

/** All dependencies of the process. */
export interface Deps {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Kysely<Tables>;
  readonly ports: Ports;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly now: () => number;
  readonly bus: Bus;
  /** The other nodes of the installation. */
  readonly nodeBus: NodeBus;
  readonly hub: Hub;
  readonly presence: NodesPresence;
  /** The background jobs that this node runs for all nodes. */
  readonly jobs: JobLocks<JobName>;
  /** What these jobs have done. */
  readonly runs: RunLog;
  readonly auth: Authenticator;
  readonly tokens: Tokens;
  /** The secret in Google Play notifications; undefined if they are not accepted. */
  readonly googlePushSecret: string | undefined;
  readonly photoLinks: PhotoLinks;
  readonly timing: Timing;
  /** While the system clock is in doubt, nothing may be removed, ended or granted by time. */
  readonly clock: { isInDoubt: () => boolean };
  readonly addressOf: ClientAddress;
  readonly metrics: Metrics;
  readonly writeHealth: WriteHealth;
  /** Messages waiting to be written, requests for a database connection, and deliveries for earlier ones. */
  readonly waiting: () => {
    readonly messages: number;
    readonly requests: number;
    readonly deliveries: number;
  };
  close(): Promise<void>;
}

/** Replacements for real dependencies, for tests and embedders. */
export interface Overrides {
  readonly now?: () => number;
  readonly ports?: Partial<Ports>;
  readonly timing?: Partial<Timing>;
  /** Connects this node with others, in place of the configured carrier. */
  readonly carrier?: OpenCarrier;
}
