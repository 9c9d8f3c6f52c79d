import { promoteAdults } from '@kith/core/accounts';
import { listTenants } from '@kith/core/tenants';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Marks accounts with a known birth date as adults on the 18th birthday. */
export function startPromotingAdults(deps: Deps): Worker {
  return startPeriodic(deps, {
    job: 'promote_adults',
    everyMs: 60_000,
    failure: 'accounts could not be moved across the age line',
    trustsClock: true,
    round: () => promoteAllAdults(deps),
  });
}

/** Runs one round. */
export async function promoteAllAdults(deps: Deps): Promise<void> {
  for (const tenant of await listTenants(deps.db)) {
    const ctx = visitorCtx(deps, tenant, '');
    while ((await promoteAdults(ctx)) > 0);
  }
}
