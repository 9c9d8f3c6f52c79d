import { endSanction, findDueSanctions } from '@kith/core/moderation';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/** Ends sanctions whose time is over, within seconds. Answers a function that stops it. */
export function startEndingSanctions(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;

  async function endDue(): Promise<void> {
    for (const due of await findDueSanctions(deps))
      await endSanction(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  const timer = setInterval(() => {
    if (deps.clock.isInDoubt()) return;
    round ??= endDue()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'sanctions could not be ended'))
      .finally(() => (round = undefined));
  }, deps.timing.endSanctionsEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
