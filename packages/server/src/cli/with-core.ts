import type { Logger } from 'pino';
import type { Ctx } from '@kith/core/kernel';
import { connectionOptions, makeDb } from '../adapters/postgres/pool.js';
import type { Deps, Overrides } from '../app/deps.js';
import { makeLog } from '../app/log.js';
import { openDatabase, prepareDatabase, type OpenDatabase } from '../app/open-database.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { loadSecrets } from '../config/secrets.js';
import { onSignal } from './on-signal.js';

/** Opens the database, migrates it, and releases it afterwards, also after a signal. */
export async function withDatabase<R>(
  config: Config,
  log: Logger,
  work: (database: OpenDatabase) => Promise<R>,
): Promise<R> {
  const opening = openDatabase(config, log);
  const ignoreSignals = onSignal(async () => {
    await (await opening).stop();
  });
  try {
    const database = await opening;
    try {
      await prepareDatabase(config, log, database.connection);
      return await work(database);
    } finally {
      await database.stop();
    }
  } finally {
    ignoreSignals();
  }
}

/** Runs `work` on the database alone, which is available much sooner than the composed server. */
export function withDb<R>(config: Config, work: (db: Deps['db']) => Promise<R>): Promise<R> {
  const log = makeLog('warn');
  return withDatabase(config, log, async ({ connection }) => {
    const db = makeDb(connectionOptions(connection, 'command'), (error) =>
      log.warn({ err: error }, 'an idle database connection broke'),
    );
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  });
}

/** Runs `work` on the composed server, without its ports, whether or not a server runs. */
export function withDeps<R>(
  config: Config,
  work: (deps: Deps) => Promise<R>,
  overrides: Overrides = {},
): Promise<R> {
  const log = makeLog('warn');
  return withDatabase(config, log, async ({ connection }) => {
    const [{ compose }, { noLimits }] = await Promise.all([
      import('../app/compose.js'),
      import('../adapters/rate-limits.js'),
    ]);
    const secrets = await loadSecrets(config, readEnv());
    // Operators are not rate-limited.
    const ports = { limits: noLimits, ...overrides.ports };
    const deps = await compose({
      config,
      secrets,
      database: connection,
      log,
      overrides: { ...overrides, ports },
    });
    try {
      return await work(deps);
    } finally {
      await deps.close();
    }
  });
}

/** The context of an operator in a tenant. Throws if the tenant does not exist. */
export async function operatorCtx(deps: Deps, tenantId: number): Promise<Ctx> {
  const [{ findTenant }, { visitorCtx }] = await Promise.all([
    import('@kith/core/tenants'),
    import('../app/context.js'),
  ]);
  const tenant = await findTenant(deps.db, tenantId);
  if (!tenant) throw new Error(`There is no tenant ${tenantId}. "kith tenant list" shows all.`);
  return visitorCtx(deps, tenant, 'operator');
}
