import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ctx, Ports } from '@kith/core/kernel';
import type { Presence } from '@kith/core/ports';
import type { Logger } from 'pino';
import { makeDiskSpace } from '../adapters/blobs/disk-space.js';
import { archiver } from '../adapters/archiver.js';
import { makeFsBlobs } from '../adapters/blobs/fs.js';
import { makeCallSigner } from '../adapters/call-signer.js';
import { makeTurnRelays } from '../adapters/turn-relays.js';
import { makeHtmlCleaner } from '../adapters/html-cleaner.js';
import { makeLinkReader, noLinks } from '../adapters/link-reader.js';
import { makeMediaTools } from '../adapters/media-tools.js';
import { makeLoggedMail, makeLoggedSms, noMessenger } from '../adapters/messengers/log.js';
import { makeSmsGateway } from '../adapters/messengers/sms-gateway.js';
import { makeSmtpMail } from '../adapters/messengers/smtp.js';
import { deriveVapidKeys } from '../adapters/push/vapid-keys.js';
import { makeWebPush } from '../adapters/push/web-push.js';
import { oneTimeCodes } from '../adapters/one-time-codes.js';
import { passkeys } from '../adapters/passkeys.js';
import { makePasswordHasher } from '../adapters/passwords.js';
import { makeRateLimiter } from '../adapters/rate-limits.js';
import { makeReceipts } from '../adapters/receipts/receipts.js';
import { makeSearchRunner } from '../adapters/search-runner.js';
import type { Config } from '../config/config.js';
import type { Secrets } from '../config/secrets.js';
import { ASSETS } from './assets.js';
import type { LimitCounters } from './limit-counters.js';
import type { Metrics } from './metrics.js';

/** The root of all certificates with which Apple signs. */
const APPLE_ROOT = join(ASSETS, 'certificates', 'apple-root-ca-g3.pem');

/** Creates the adapters of all ports that adapters implement. */
export function makePorts({
  config,
  secrets,
  searchDb,
  presence,
  counters,
  onRefused,
  log,
  now,
}: {
  config: Config;
  secrets: Secrets;
  searchDb: Ctx['db'];
  presence: Presence;
  counters: Pick<LimitCounters, 'make'>;
  onRefused: Metrics['refused'];
  log: Logger;
  now: () => number;
}): Omit<Ports, 'entries' | 'groupRoles' | 'wording'> {
  return {
    blobs: makeFsBlobs(join(config.dataDir, 'files'), makeDiskSpace(config.dataDir, config.diskReserveBytes)),
    archives: archiver,
    links: config.readsLinks ? makeLinkReader() : noLinks,
    media: makeMediaTools({ assetsDir: ASSETS, log }),
    html: makeHtmlCleaner(),
    passwords: makePasswordHasher(),
    oneTimeCodes,
    passkeys,
    ...makeMessengers(config, secrets, log),
    push: makeWebPush({ keys: deriveVapidKeys(secrets.tokenKey), contact: config.pushContact }),
    limits: makeRateLimiter({ factor: config.limitFactor, makeCounter: counters.make, onRefused }),
    presence,
    searches: makeSearchRunner(searchDb),
    relays: makeTurnRelays({ turn: config.turn, secret: secrets.turnSecret, now }),
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
  };
}

/** Providers, else the log where it is allowed, else nothing. */
export function makeMessengers(
  { mailFrom, isProduction, logsMessages }: Config,
  { smtp, smsGateway }: Secrets,
  log: Logger,
): Pick<Ports, 'mail' | 'sms'> {
  const [loggedMail, loggedSms] =
    !isProduction || logsMessages ? [makeLoggedMail(log), makeLoggedSms(log)] : [];
  return {
    mail: smtp && mailFrom !== undefined ? makeSmtpMail(smtp, mailFrom) : (loggedMail ?? noMessenger),
    sms: smsGateway ? makeSmsGateway(smsGateway) : (loggedSms ?? noMessenger),
  };
}
