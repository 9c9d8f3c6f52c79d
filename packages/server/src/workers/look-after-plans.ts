import {
  acknowledge,
  closeEntitlement,
  findDueEntitlements,
  findUnacknowledged,
} from '@kith/core/membership';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/** A store that did not listen is left alone for so long. */
const PAUSE_MS = 60_000;

/**
 * Tells people of plans whose time is over, and Google that we gave what was bought, within seconds. Answers a function that
 * stops it.
 */
export function startLookingAfterPlans(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;
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

  const timer = setInterval(() => {
    round ??= closeDue()
      .then(acknowledgeAll)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'plans could not be looked after'))
      .finally(() => (round = undefined));
  }, deps.timing.lookAfterPlansEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
