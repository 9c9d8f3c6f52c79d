import type { Tables } from '@kith/core/db';
import type { Emit, Ids, Ports } from '@kith/core/kernel';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { Hub } from '../realtime/hub.js';
import type { Timing } from '../realtime/timing.js';
import type { Authenticator } from './authenticate.js';
import type { Bus } from './bus.js';
import type { ClientAddress } from './client-address.js';
import type { Metrics } from './metrics.js';
import type { PhotoLinks } from './photo-links.js';
import type { Storing } from './storing.js';
import type { Tokens } from './tokens.js';

/** Everything that the process is made of. */
export interface Deps {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Kysely<Tables>;
  readonly ports: Ports;
  readonly ids: Ids;
  readonly emit: Emit;
  readonly now: () => number;
  readonly bus: Bus;
  readonly hub: Hub;
  readonly auth: Authenticator;
  readonly tokens: Tokens;
  /** What notifications of Google Play carry; undefined when none is taken. */
  readonly googlePushSecret: string | undefined;
  readonly photoLinks: PhotoLinks;
  readonly timing: Timing;
  /** Whether the clock of the machine is not believed: nothing may be removed, ended or granted by it. */
  readonly clock: { isInDoubt: () => boolean };
  readonly addressOf: ClientAddress;
  readonly metrics: Metrics;
  readonly storing: Storing;
  /** How many messages wait to be written, and how many requests for a connection to the database. */
  readonly waiting: () => { readonly messages: number; readonly requests: number };
  close(): Promise<void>;
}

/** What a test or an embedder puts in place of the real piece. */
export interface Overrides {
  readonly now?: () => number;
  readonly ports?: Partial<Ports>;
  readonly timing?: Partial<Timing>;
}
