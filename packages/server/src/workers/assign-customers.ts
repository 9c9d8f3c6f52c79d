import { assignCustomer, findUnassigned, listUnassigned } from '@kith/core/support';
import pLimit from 'p-limit';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/**
 * Assigns an agent to customers without one: at once when a customer writes, and every few seconds for customers whose
 * agent was removed by a command, or for whom no agent was free.
 */
export function startAssigningCustomers(deps: Deps): Worker {
  const inTurn = pLimit(1);

  type Found = Awaited<ReturnType<typeof listUnassigned>>;
  function assign(find: () => Promise<Found>): Promise<void> {
    return inTurn(async () => {
      for (const { tenantId, customerId } of await find())
        await assignCustomer(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), customerId);
    }).catch((error: unknown) => deps.log.warn({ err: error }, 'no agent could be assigned to a customer'));
  }

  deps.bus.subscribe((event) => {
    if (event.type !== 'entry_appended' || event.entry.kind !== 'message') return;
    if (!deps.jobs.holds('assign_customers')) return;
    const { conversation } = event;
    if (conversation.kind !== 'support') return;
    void assign(async () => {
      const found = await findUnassigned(deps.db, conversation);
      return found ? [found] : [];
    });
  });

  const periodic = startPeriodic(deps, {
    job: 'assign_customers',
    everyMs: deps.timing.assignEveryMs,
    failure: 'customers without an agent could not be found',
    trustsClock: false,
    round: () => assign(() => listUnassigned(deps)),
  });
  return {
    stop: async () => {
      await periodic.stop();
      await inTurn(() => undefined); // Runs after everything before it.
    },
  };
}
