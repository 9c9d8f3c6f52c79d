import { findAccountByUsername } from '@kith/core/accounts';
import { bounds, DomainError, invalid, type Ctx } from '@kith/core/kernel';
import { ReceiptRefused } from '@kith/core/ports';
import { sendTestPush } from '@kith/core/push';
import { storeAndReadBack } from '../adapters/blobs/store-and-read-back.js';
import { readVersion, writeAndRead } from '../adapters/postgres/inspect.js';
import { readMigrations } from '../adapters/postgres/migrate.js';
import { probeRelay } from '../adapters/probe-relay.js';
import type { Deps } from './deps.js';
import { makeBusProbe } from './probe-bus.js';
import { sendTestMessage } from './send-test-message.js';

/** What the server depends on. */
export const CONNECTIONS = [
  'database',
  'bus',
  'files',
  'mail',
  'sms',
  'push',
  'apple',
  'google',
  'turn',
] as const;
export type ConnectionName = (typeof CONNECTIONS)[number];

/** What a test has found: the answer as it came, in English. */
interface Finding {
  readonly isOk: boolean;
  readonly answer: string;
}

/** The outcome of a test, with its duration in milliseconds. */
export interface ConnectionTest extends Finding {
  readonly ms: number;
}

/** The connections of this node with other systems. */
export interface Connections {
  /** Whether each is configured for the tenant. */
  list(ctx: Ctx): { name: ConnectionName; isConfigured: boolean }[];
  /**
   * Tests a connection; `to` is the address of a mail or a text message, or the account whose browsers get a push message.
   * Throws `invalid` for it, and `not_found` for an account.
   */
  test(ctx: Ctx, input: { name: ConnectionName; to?: string | undefined }): Promise<ConnectionTest>;
}

/** A transaction and a purchase that no store has. */
const NO_TRANSACTION = '0';
const NO_PURCHASE = 'kith-connection-test';

/** Also says which schema the database has. */
async function testDatabase({ db }: Deps): Promise<Finding> {
  const [version, { applied, pending }] = await Promise.all([readVersion(db), readMigrations(db)]);
  const missing = pending.length === 0 ? '' : `, ${pending.length} migrations missing`;
  return {
    isOk: (await writeAndRead(db)) && pending.length === 0,
    answer: `PostgreSQL ${version}, written and read back; schema ${applied.at(-1)}${missing}`,
  };
}

export function makeConnections(deps: Deps): Connections {
  const { config, ports } = deps;
  const probeBus = makeBusProbe(deps.nodeBus);
  const hasBus = config.bus.kind !== 'none';

  function isConfigured({ tenant: { settings } }: Ctx, name: ConnectionName): boolean {
    switch (name) {
      case 'database':
      case 'files':
      case 'push':
        return true;
      case 'bus':
        return hasBus;
      case 'mail':
        return ports.mail.isAvailable;
      case 'sms':
        return ports.sms.isAvailable;
      case 'apple':
        return config.appleKey !== undefined && settings.appleBundleId !== '';
      case 'google':
        return config.googleKeyFile !== undefined && settings.googlePackageName !== '';
      case 'turn':
        return config.turn !== undefined;
    }
  }

  async function look(ctx: Ctx, name: ConnectionName, to: string | undefined): Promise<Finding> {
    const { appleBundleId, appleAppId, googlePackageName, storeSandbox } = ctx.tenant.settings;
    switch (name) {
      case 'database':
        return testDatabase(deps);
      case 'files':
        return { isOk: await storeAndReadBack(ports.blobs), answer: 'stored, read back and removed' };
      case 'bus':
        return probeBus();
      case 'mail':
      case 'sms':
        return sendTestMessage(ports, name, to ?? '');
      case 'push':
        return testPush(ctx, to);
      case 'apple':
        return askStore(() =>
          ports.receipts.fetchApple(
            { bundleId: appleBundleId, appId: appleAppId, isSandbox: storeSandbox },
            NO_TRANSACTION,
          ),
        );
      case 'google':
        return askStore(() =>
          ports.receipts.fetchGoogle(
            { packageName: googlePackageName, isSandbox: storeSandbox },
            NO_PURCHASE,
          ),
        );
      case 'turn':
        return testRelays(config.turn?.urls ?? []);
    }
  }

  return {
    list: (ctx) => CONNECTIONS.map((name) => ({ name, isConfigured: isConfigured(ctx, name) })),
    test: async (ctx, { name, to }) => {
      const since = performance.now();
      const found = isConfigured(ctx, name)
        ? await look(ctx, name, to).catch((error: unknown) => explain(error))
        : { isOk: false, answer: 'not configured' };
      return { ...found, ms: Math.round(performance.now() - since) };
    },
  };
}

/** A failure is an answer too; what the caller has given wrong is not. */
function explain(error: unknown): Finding {
  if (error instanceof DomainError && error.code !== 'unavailable') throw error;
  return { isOk: false, answer: error instanceof Error ? error.message : String(error) };
}

async function testPush(ctx: Ctx, to: string | undefined): Promise<Finding> {
  if (to === undefined) throw invalid('to');
  const results = await sendTestPush(ctx, (await findAccountByUsername(ctx, to)).id);
  if (results.length === 0)
    return { isOk: false, answer: 'No browser of this account receives push messages.' };
  return {
    isOk: results.every(({ isSent }) => isSent),
    answer: results.map(({ host, answer }) => `${host}: ${answer}`).join('\n'),
  };
}

/** A store that does not know the purchase has accepted the credentials. */
async function askStore(fetch: () => Promise<unknown>): Promise<Finding> {
  try {
    await fetch();
    return { isOk: true, answer: 'The store answers.' };
  } catch (error) {
    if (!(error instanceof ReceiptRefused)) throw error;
    return { isOk: true, answer: error.message };
  }
}

async function testRelays(urls: readonly string[]): Promise<Finding> {
  const found = await Promise.allSettled(
    urls.map((url) => probeRelay(url, bounds.connection.testAnswersWithinMs)),
  );
  return {
    isOk: found.every(({ status }) => status === 'fulfilled'),
    answer: found
      .map((one) => (one.status === 'fulfilled' ? one.value : explain(one.reason).answer))
      .join('\n'),
  };
}
