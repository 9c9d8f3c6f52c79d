import { attendCustomer, findAllUnattended, findUnattended } from '@kith/core/support';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/**
 * Assigns an agent to customers without one: at once when a customer writes, and every few seconds for customers whose
 * agent was removed by a command, or for whom no agent was free.
 */
export function startAttending(deps: Deps): Worker {
  let work: Promise<void> = Promise.resolve();

  type Found = Awaited<ReturnType<typeof findAllUnattended>>;
  function attend(find: () => Promise<Found>): Promise<void> {
    work = work
      .then(async () => {
        for (const { tenantId, customerId } of await find())
          await attendCustomer(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), customerId);
      })
      .catch((error: unknown) => deps.log.warn({ err: error }, 'no agent could be assigned to a customer'));
    return work;
  }

  deps.bus.subscribe((event) => {
    if (event.type !== 'entry_appended' || event.entry.kind !== 'message') return;
    const { conversation } = event;
    if (conversation.kind !== 'support') return;
    void attend(async () => {
      const found = await findUnattended(deps.db, conversation);
      return found ? [found] : [];
    });
  });

  const periodic = startPeriodic(deps, {
    everyMs: deps.timing.attendEveryMs,
    failure: 'customers without an agent could not be found',
    trustsClock: false,
    round: () => attend(() => findAllUnattended(deps.db)),
  });
  return {
    stop: async () => {
      await periodic.stop();
      await work;
    },
  };
}
