import { attendCustomer, findAllUnattended, findUnattended } from '@kith/core/support';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/**
 * Finds somebody for customers whom nobody serves: at once when one of them writes, and every few seconds for
 * those whose agent was sent away by a command or who wait since there was nobody. Answers a function that
 * stops it.
 */
export function startAttending(deps: Deps): () => Promise<void> {
  let work: Promise<void> = Promise.resolve();
  let isLooking = false;

  type Found = Awaited<ReturnType<typeof findAllUnattended>>;
  function attend(find: () => Promise<Found>): Promise<void> {
    work = work
      .then(async () => {
        for (const { tenantId, customerId } of await find())
          await attendCustomer(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), customerId);
      })
      .catch((error: unknown) => deps.log.warn({ err: error }, 'customers could not be attended to'));
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

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void attend(() => findAllUnattended(deps.db)).finally(() => (isLooking = false));
  }, deps.timing.attendEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await work;
  };
}
