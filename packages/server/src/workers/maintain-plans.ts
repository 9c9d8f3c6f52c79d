import { acknowledge, closeEntitlement, findDueEntitlements, findUnacknowledged } from '@kith/core/billing';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** After a store has failed to answer, the next attempt waits this long. */
const PAUSE_MS = 60_000;

/** Within seconds, notifies members whose plan has expired, and acknowledges purchases to Google. */
export function startMaintainingPlans(deps: Deps): Worker {
  let pausedUntil = 0;

  async function closeDue(): Promise<void> {
    if (deps.clock.isInDoubt()) return;
    for (const due of await findDueEntitlements(deps))
      await closeEntitlement(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  async function acknowledgeAll(): Promise<void> {
    if (deps.now() < pausedUntil) return;
    for (const purchase of await findUnacknowledged(deps)) {
      const ctx = visitorCtx(deps, await deps.auth.tenant(purchase.tenantId), '');
      await acknowledge(ctx, purchase).catch((error: unknown) => {
        pausedUntil = deps.now() + PAUSE_MS;
        deps.log.warn({ err: error, purchaseId: purchase.id }, 'a purchase could not be acknowledged');
      });
    }
  }

  return startPeriodic(deps, {
    job: 'maintain_plans',
    everyMs: deps.timing.lookAfterPlansEveryMs,
    failure: 'plans could not be closed, or purchases acknowledged',
    trustsClock: false, // acknowledging must go on; closing looks at the clock itself
    round: async () => {
      await closeDue();
      await acknowledgeAll();
    },
  });
}
