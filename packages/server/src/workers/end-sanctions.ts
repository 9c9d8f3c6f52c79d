import { endSanction, findDueSanctions } from '@kith/core/moderation';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Ends sanctions within seconds of their time. */
export function startEndingSanctions(deps: Deps): Worker {
  return startPeriodic(deps, {
    job: 'end_sanctions',
    everyMs: deps.timing.endSanctionsEveryMs,
    failure: 'sanctions could not be ended',
    trustsClock: true,
    round: async () => {
      for (const due of await findDueSanctions(deps))
        await endSanction(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
    },
  });
}
