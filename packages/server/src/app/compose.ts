import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBatchWriter, groupRoles, type BatchConnection } from '@kith/core/conversations';
import { bounds, type DomainEvent, type Ports } from '@kith/core/kernel';
import type { Logger } from 'pino';
import { makeDiskSpace } from '../adapters/blobs/disk-space.js';
import { makeFsBlobs } from '../adapters/blobs/fs.js';
import { makeCallSigner } from '../adapters/call-signer.js';
import { makeHtmlCleaner } from '../adapters/html-cleaner.js';
import { makeMediaTools } from '../adapters/media-tools.js';
import { makePasswordHasher } from '../adapters/passwords.js';
import { makeLaneConnection } from '../adapters/postgres/batch-connection.js';
import { connectionOptions, makeDb, type ConnectionOptions } from '../adapters/postgres/pool.js';
import { makeRateLimiter } from '../adapters/rate-limits.js';
import { makeReceipts } from '../adapters/receipts/receipts.js';
import { makeSearches } from '../adapters/searches.js';
import { makeSmsLog } from '../adapters/sms-log.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { makeMomentNews } from '../dialects/im/realtime/moment-news.js';
import { makeImPresenter } from '../dialects/im/realtime/presenter.js';
import { makeFanOut } from '../realtime/fan-out.js';
import { makeHub } from '../realtime/hub.js';
import { defaultTiming } from '../realtime/timing.js';
import { v1Presenter } from '../realtime/v1/feed.js';
import { atMost } from './at-most.js';
import { makeAuthenticator } from './authenticate.js';
import { makeBus } from './bus.js';
import { makeClientAddress } from './client-address.js';
import { ids } from './context.js';
import { makeMetrics, observe } from './metrics.js';
import type { Deps, Overrides } from './deps.js';
import { makePhotoLinks } from './photo-links.js';
import { makeSlowQueryLog } from './slow-queries.js';
import { makeWriteHealth } from './write-health.js';
import { makeTokens } from './tokens.js';

/** The files that ship with the server. */
export const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));

/** The root of all certificates with which Apple signs. */
const APPLE_ROOT = join(ASSETS, 'certificates', 'apple-root-ca-g3.pem');

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
  const emit = (event: DomainEvent) => bus.publish(event);

  const metrics = makeMetrics();
  const onQuery = makeSlowQueryLog(log, config.slowQueryMs);
  let pool = { waitingCount: 0 };
  const db = makeDb(
    connectionOptions(database, 'pool'),
    (error) => {
      metrics.databaseLost();
      log.warn({ err: error }, 'an idle database connection broke');
    },
    {
      meet: (made) => {
        pool = made;
      },
      onQuery,
    },
  );
  const searchDb = makeDb(
    { ...connectionOptions(database, 'search'), statement_timeout: bounds.search.timeoutMs },
    (error) => log.warn({ err: error }, 'an idle connection for searches broke'),
    { onQuery, max: bounds.search.atOnce },
  );
  const lanes = Array.from({ length: config.lanes }, (_, i) =>
    makeLaneConnection(connectionOptions(database, `lane ${i}`), log, onQuery),
  );
  const writeHealth = makeWriteHealth();
  const connections: BatchConnection[] = lanes.map((lane) =>
    writeHealth.watch({ run: (name, sql, values) => lane.run(name, sql, values) }),
  );
  const entries = makeBatchWriter({ connections, emit, now, log });

  const hub = makeHub();
  const tokens = makeTokens(secrets.tokenKey, now);
  const auth = makeAuthenticator({ db, now, tokens });
  const unobserved: Ports = {
    blobs: makeFsBlobs(join(config.dataDir, 'files'), makeDiskSpace(config.dataDir, config.diskReserveBytes)),
    media: makeMediaTools({ assetsDir: ASSETS, log }),
    html: makeHtmlCleaner(),
    passwords: makePasswordHasher(),
    sms: makeSmsLog(log, config),
    limits: makeRateLimiter({ factor: config.limitFactor, onRefused: metrics.refused }),
    presence: hub,
    searches: makeSearches(searchDb),
    calls: makeCallSigner({ appId: config.tencentAppId, key: secrets.tencentKey, now }),
    receipts: makeReceipts({
      mayTrust: !config.isProduction,
      apple: {
        roots: [readFileSync(APPLE_ROOT)],
        key:
          config.appleKey && secrets.appleKey
            ? { ...config.appleKey, privateKey: secrets.appleKey }
            : undefined,
        apiUrl: config.appleApiUrl,
        now,
      },
      google: { account: secrets.googleAccount, apiUrl: config.googleApiUrl, now },
    }),
    entries,
    groupRoles,
    ...overrides.ports,
  };
  const ports = observe(unobserved, metrics);

  const core = { db, ports, ids, log, emit, now };
  const presenters = [v1Presenter, makeImPresenter({ ...core, auth })];
  bus.subscribe(
    makeFanOut({
      db,
      log,
      hub,
      presenters,
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
    hub,
    auth,
    tokens,
    googlePushSecret: secrets.googlePushSecret,
    photoLinks: makePhotoLinks(secrets.tokenKey, now),
    timing: { ...defaultTiming, ...overrides.timing },
    clock: { isInDoubt: () => false },
    addressOf: makeClientAddress(config.trustProxy),
    metrics,
    writeHealth,
    waiting: () => ({ messages: entries.waiting(), requests: pool.waitingCount }),
    close: async () => {
      // No new messages arrive, but messages of clients that have disconnected may still be in progress.
      await atMost(bounds.database.lastBatchesWithinMs, entries.idle());
      await Promise.all(lanes.map((lane) => lane.close()));
      await Promise.all([db.destroy(), searchDb.destroy()]);
    },
  };
}
