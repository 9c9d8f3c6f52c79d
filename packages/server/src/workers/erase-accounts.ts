import { eraseDueAccounts } from '@kith/core/privacy';
import { listTenants } from '@kith/core/tenants';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Erases accounts whose grace period is over. */
export function startErasingAccounts(deps: Deps): Worker {
  return startPeriodic(deps, {
    job: 'erase_accounts',
    everyMs: 60_000,
    failure: 'deleted accounts could not be erased',
    trustsClock: true,
    round: async () => {
      for (const tenant of await listTenants(deps.db)) await eraseDueAccounts(visitorCtx(deps, tenant, ''));
    },
  });
}
