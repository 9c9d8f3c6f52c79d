import { closeEntitlement, findDueEntitlements } from '@kith/core/membership';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/** Tells people of plans whose time is over, within seconds. Answers a function that stops it. */
export function startLookingAfterPlans(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;

  async function closeDue(): Promise<void> {
    for (const due of await findDueEntitlements(deps))
      await closeEntitlement(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  const timer = setInterval(() => {
    round ??= closeDue()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'plans could not be looked after'))
      .finally(() => (round = undefined));
  }, deps.timing.lookAfterPlansEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
