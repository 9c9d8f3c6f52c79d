import type { Logger } from 'pino';
import type { Ctx, Tenant } from '@kith/core/kernel';
import { findTenant } from '@kith/core/tenants';
import { compose, type Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';
import { makeLog } from '../app/log.js';
import { openDatabase, prepareDatabase } from '../app/open-database.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { loadSecrets } from '../config/secrets.js';

/** Runs `work` on an opened, migrated database, beside a running server or without one. */
export async function withDeps<R>(
  config: Config,
  work: (deps: Deps) => Promise<R>,
  log: Logger = makeLog('warn'),
): Promise<R> {
  const database = await openDatabase(config, log);
  try {
    await prepareDatabase(config, log, database.connection);
    const deps = compose({
      config,
      secrets: await loadSecrets(config, readEnv()),
      database: database.connection,
      log,
    });
    try {
      return await work(deps);
    } finally {
      await deps.close();
    }
  } finally {
    await database.stop();
  }
}

/** The context of an operator in a tenant. Throws when there is none with this id. */
export async function operatorCtx(deps: Deps, tenantId: number): Promise<Ctx> {
  const tenant: Tenant | undefined = await findTenant(deps.db, tenantId);
  if (!tenant) throw new Error(`There is no tenant ${tenantId}. "kith tenant list" shows all.`);
  return visitorCtx(deps, tenant, 'operator');
}
