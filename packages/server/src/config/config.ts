import { resolve } from 'node:path';
import { bounds } from '@kith/core/kernel';
import type { Env } from './env.js';
import { decideRoles, type Role } from './roles.js';
import { trustIn } from './trusted-proxies.js';

/** The validated configuration of the process, with defaults. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Undefined: as many as the process has descriptors for. */
  readonly maxConnections: number | undefined;
  /** Connections of one address, except sockets with an account. Undefined: a quarter of all, at most 4096. */
  readonly connectionsPerAddress: number | undefined;
  /** The system's queue of connections to be accepted. */
  readonly listenBacklog: number;
  /** The address of the metrics. Unless `isWanted`, the server also starts if the address is in use. */
  readonly metrics: { readonly host: string; readonly port: number; readonly isWanted: boolean } | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** What connects this node with the other nodes of the installation. */
  readonly bus: BusConfig;
  /** The number of processes that one primary runs; 1 without `kith start --workers`. */
  readonly workers: number;
  /** What this node does. */
  readonly roles: ReadonlySet<Role>;
  /** How long a node that stops keeps serving, so that balancers notice that it is not ready. */
  readonly drainPauseMs: number;
  readonly isProduction: boolean;
  readonly logLevel: string;
  readonly logsRequests: boolean;
  /** 0 for none. */
  readonly slowQueryMs: number;
  readonly lanes: number;
  /** Database connections for everything except message writes and searches. */
  readonly databaseConnections: number;
  readonly maxUploadBytes: number;
  readonly trustProxy: string | false;
  /** Disk space that uploads leave free; undefined for a share of the disk. */
  readonly diskReserveBytes: number | undefined;
  /** Multiplies every rate limit. */
  readonly limitFactor: number;
  /** Whether the server may read web pages for previews of links. */
  readonly readsLinks: boolean;
  /** The origin of the pages; undefined: that of each request. */
  readonly publicUrl: string | undefined;
  /** The name of the server in its refusals. */
  readonly hostname: string;
  readonly allowUnsafeDatabase: boolean;
  readonly tencentAppId: number | undefined;
  /** TURN servers for calls, and for how long access to them is valid. */
  readonly turn: TurnConfig | undefined;
  /** The credentials for the App Store; `file` holds the key. */
  readonly appleKey: { readonly issuerId: string; readonly keyId: string; readonly file: string } | undefined;
  readonly appleApiUrl: string | undefined;
  readonly googleKeyFile: string | undefined;
  readonly googleApiUrl: string;
  /** The sender of mails: an address, or a name with an address in angle brackets. Undefined without a mail server. */
  readonly mailFrom: string | undefined;
  /** Where operators of push services reach this one's: a `mailto:` or `https:` URL. */
  readonly pushContact: string;
  /** The JSON file that describes the gateway of text messages. */
  readonly smsFile: string | undefined;
  /** Whether messages without a provider are written to the log in production too, where any reader can use their codes. */
  readonly logsMessages: boolean;
}

/** `none`: this node is the only one. */
export type BusConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'postgres' };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Validates every setting, or throws an error that explains the fix. */
export function decideConfig(env: Env): Config {
  const tencentAppId = env.KITH_TENCENT_APP_ID
    ? whole('KITH_TENCENT_APP_ID', env.KITH_TENCENT_APP_ID, 1, 2 ** 32)
    : undefined;
  if ((tencentAppId === undefined) !== !env.KITH_TENCENT_KEY) {
    throw new Error('KITH_TENCENT_APP_ID and KITH_TENCENT_KEY go together: set both or neither.');
  }
  const apple = [env.KITH_APPLE_ISSUER_ID, env.KITH_APPLE_KEY_ID, env.KITH_APPLE_KEY_FILE];
  if (apple.some(Boolean) && !apple.every(Boolean)) {
    throw new Error(
      'KITH_APPLE_ISSUER_ID, KITH_APPLE_KEY_ID and KITH_APPLE_KEY_FILE go together: set all or none.',
    );
  }
  const [issuerId, keyId, file] = apple;
  const bus = decideBus(env);
  return Object.freeze({
    host: env.HOST || '0.0.0.0',
    port: whole('PORT', env.PORT || '8080', 0, 65535),
    maxConnections: env.KITH_MAX_CONNECTIONS
      ? whole('KITH_MAX_CONNECTIONS', env.KITH_MAX_CONNECTIONS, 32, 1_000_000)
      : undefined,
    connectionsPerAddress: env.KITH_CONNECTIONS_PER_ADDRESS
      ? whole('KITH_CONNECTIONS_PER_ADDRESS', env.KITH_CONNECTIONS_PER_ADDRESS, 16, 1_000_000)
      : undefined,
    listenBacklog: whole('KITH_LISTEN_BACKLOG', env.KITH_LISTEN_BACKLOG || '4096', 1, 65535),
    metrics: metricsAddress(env.KITH_METRICS_ADDRESS),
    dataDir: resolve(env.KITH_DATA_DIR || (env.isRoot ? '/var/lib/kith' : './data')),
    databaseUrl: env.DATABASE_URL ? postgresUrl(env.DATABASE_URL) : undefined,
    bus,
    workers: 1,
    roles: decideRoles('KITH_ROLES', env.KITH_ROLES),
    // A single node has no balancer that could use another one.
    drainPauseMs: whole(
      'KITH_DRAIN_MS',
      env.KITH_DRAIN_MS || (bus.kind === 'none' ? '0' : '3000'),
      0,
      600_000,
    ),
    isProduction:
      oneOf('KITH_ENV', env.KITH_ENV || 'development', ['development', 'production']) === 'production',
    logLevel: oneOf('KITH_LOG', env.KITH_LOG || 'info', LOG_LEVELS),
    logsRequests: env.KITH_LOG_REQUESTS === '1',
    readsLinks: env.KITH_LINK_PREVIEWS === '1',
    slowQueryMs: whole('KITH_SLOW_QUERY_MS', env.KITH_SLOW_QUERY_MS || '1000', 0, 60_000),
    lanes: whole('KITH_LANES', env.KITH_LANES || '2', 1, 16),
    databaseConnections: bounds.database.connections,
    maxUploadBytes: whole('KITH_MAX_UPLOAD_MB', env.KITH_MAX_UPLOAD_MB || '50', 1, 2000) * 1024 * 1024,
    diskReserveBytes: env.KITH_DISK_RESERVE_MB
      ? whole('KITH_DISK_RESERVE_MB', env.KITH_DISK_RESERVE_MB, 0, 1e9) * 1024 * 1024
      : undefined,
    limitFactor: whole('KITH_LIMIT_FACTOR', env.KITH_LIMIT_FACTOR || '1', 1, 1000),
    trustProxy: proxies(env.KITH_TRUST_PROXY),
    publicUrl: env.KITH_PUBLIC_URL
      ? new URL(httpUrl('KITH_PUBLIC_URL', env.KITH_PUBLIC_URL)).origin
      : undefined,
    hostname: env.KITH_HOSTNAME || 'kith',
    allowUnsafeDatabase: env.KITH_ALLOW_UNSAFE_DATABASE === '1',
    tencentAppId,
    turn: decideTurn(env),
    appleKey: issuerId && keyId && file ? { issuerId, keyId, file } : undefined,
    appleApiUrl: env.KITH_APPLE_API ? httpUrl('KITH_APPLE_API', env.KITH_APPLE_API) : undefined,
    googleKeyFile: env.KITH_GOOGLE_KEY_FILE || undefined,
    googleApiUrl: httpUrl(
      'KITH_GOOGLE_API',
      env.KITH_GOOGLE_API || 'https://androidpublisher.googleapis.com',
    ),
    mailFrom: sender(env),
    pushContact: pushContact(env),
    smsFile: env.KITH_SMS_FILE || undefined,
    logsMessages: env.KITH_LOG_MESSAGES === '1',
  });
}

/** The sender of mails, without control characters, which could add headers. */
function sender(env: Env): string | undefined {
  const { KITH_SMTP_URL: url, KITH_MAIL_FROM: from } = env;
  if (Boolean(url) !== Boolean(from))
    throw new Error('KITH_SMTP_URL and KITH_MAIL_FROM go together: set both or neither.');
  if (from && !/^(?:[^\p{Cc}<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(from))
    throw new Error(
      `KITH_MAIL_FROM is ${JSON.stringify(from)}; it must be an address, or a name with one: Kith <kith@example.org>.`,
    );
  return from || undefined;
}

/** Push services demand an address; the reserved name says that there is none. */
function pushContact({ KITH_PUSH_CONTACT: contact, KITH_MAIL_FROM: from }: Env): string {
  if (contact && !/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contact))
    throw new Error(
      `KITH_PUSH_CONTACT is ${JSON.stringify(contact)}; it must look like mailto:kith@example.org or https://example.org.`,
    );
  const [address = 'nobody@kith.invalid'] = /[^\s<>]+@[^\s<>]+/.exec(from ?? '') ?? [];
  return contact || `mailto:${address}`;
}

/** The error must not repeat the URL: it contains a password. */
function decideBus(env: Env): BusConfig {
  const kind = oneOf('KITH_BUS', env.KITH_BUS || (env.REDIS_URL ? 'redis' : 'none'), [
    'none',
    'redis',
    'postgres',
  ]);
  if (kind !== 'redis') return { kind: kind === 'postgres' ? 'postgres' : 'none' };
  const url = env.REDIS_URL;
  if (!url || !/^rediss?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw new Error('REDIS_URL must look like redis://:password@host:6379, or rediss:// for TLS.');
  return { kind, url };
}

/**
 * The configuration of one of `workers` processes, which share the database connections of a single one. Without a
 * configured bus, PostgreSQL connects them.
 */
export function workerConfig(config: Config, workers: number): Config {
  return {
    ...config,
    workers,
    bus: config.bus.kind === 'none' ? { kind: 'postgres' } : config.bus,
    lanes: Math.max(1, Math.floor(config.lanes / workers)),
    databaseConnections: Math.max(
      bounds.database.connectionsOfWorker,
      Math.floor(config.databaseConnections / workers),
    ),
    metrics: undefined, // the primary serves the sums
  };
}

/** Addresses and networks of proxies, separated by commas; false for none. */
function proxies(text: string | undefined): string | false {
  if (!text) return false;
  try {
    trustIn(text);
    return text;
  } catch (error) {
    throw new Error(
      `KITH_TRUST_PROXY is ${JSON.stringify(text)}; it must be a comma-separated list of addresses or networks.`,
      { cause: error },
    );
  }
}

/** The error must not repeat the URL: it contains a password. */
function postgresUrl(text: string): string {
  if (!/^postgres(ql)?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) {
    throw new Error(
      `DATABASE_URL must look like postgres://user:password@host:5432/database. ${ESCAPE_PASSWORD}`,
    );
  }
  // An @ after the host means that an unescaped character of the password has split the URL.
  const { pathname, search, hash } = new URL(text);
  if (`${pathname}${search}`.includes('@') || hash !== '')
    throw new Error(`DATABASE_URL has a misplaced @ or #. ${ESCAPE_PASSWORD}`);
  return text;
}

/** How to fix a database URL that cannot be parsed. */
export const ESCAPE_PASSWORD =
  'Escape the password: @ is %40, # is %23, / is %2F, ? is %3F, : is %3A, % is %25.';

/** A URL without a trailing slash. */
function httpUrl(name: string, text: string): string {
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    throw new Error(`${name} is ${JSON.stringify(text)}; it must be an address such as https://example.org.`);
  return text.replace(/\/+$/, '');
}

const USUAL_METRICS_ADDRESS = '127.0.0.1:9464';

function metricsAddress(text: string | undefined): Config['metrics'] {
  if (text === 'off') return undefined;
  const [, bracketed, plain, port = ''] =
    /^(?:\[([\da-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text || USUAL_METRICS_ADDRESS) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new Error(
      `KITH_METRICS_ADDRESS is ${JSON.stringify(text)}; it must be an address with a port such as ${USUAL_METRICS_ADDRESS}, or off.`,
    );
  return { host, port: Number(port), isWanted: Boolean(text) };
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} is ${JSON.stringify(text)}; it must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

function oneOf(name: string, text: string, allowed: readonly string[]): string {
  if (!allowed.includes(text))
    throw new Error(`${name} is ${JSON.stringify(text)}; it must be one of ${allowed.join(', ')}.`);
  return text;
}

/** TURN servers, and for how many seconds access to them is valid. */
interface TurnConfig {
  readonly urls: readonly string[];
  readonly ttlSeconds: number;
}

function decideTurn(env: Env): TurnConfig | undefined {
  const { KITH_TURN_URLS: text, KITH_TURN_SECRET: secret, KITH_TURN_TTL: ttl } = env;
  if (!text !== !secret)
    throw new Error('KITH_TURN_URLS and KITH_TURN_SECRET go together: set both or neither.');
  if (!text || !secret) return undefined;
  if (secret.length < 16)
    throw new Error('KITH_TURN_SECRET is too short: give at least 16 random characters.');
  const urls = text.split(',').map((url) => url.trim());
  if (!urls.every((url) => /^turns?:[^\s@]+$/.test(url)))
    throw new Error(
      'KITH_TURN_URLS must be addresses such as turn:turn.example.com:3478, separated by commas.',
    );
  return { urls, ttlSeconds: whole('KITH_TURN_TTL', ttl || '43200', 60, 86_400) };
}
