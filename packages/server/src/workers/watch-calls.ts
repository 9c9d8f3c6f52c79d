import { endCall, findDueCalls, listActiveCalls, settleCall } from '@kith/core/calls';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/** A call whose two people both have had no socket for this long is one that nobody hung up. */
const ABANDONED_AFTER_MS = 60_000;

/** Ends calls that nobody answers, and those that both people have dropped out of. Answers a function that stops it. */
export function startWatchingCalls(deps: Deps): () => Promise<void> {
  const aloneSince = new Map<number, number>();
  let round: Promise<void> | undefined;

  async function settleDue(): Promise<void> {
    for (const due of await findDueCalls(deps))
      await settleCall(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  async function endAbandoned(): Promise<void> {
    const now = deps.now();
    const active = await listActiveCalls(deps.db);
    const alone = active.filter(({ people }) => !people.some((id) => deps.hub.isOnline(id)));
    const isAlone = new Set(alone.map(({ id }) => id));
    for (const id of aloneSince.keys()) if (!isAlone.has(id)) aloneSince.delete(id);
    for (const { id, tenantId } of alone) {
      const since = aloneSince.get(id) ?? now;
      aloneSince.set(id, since);
      if (now - since < ABANDONED_AFTER_MS) continue;
      await endCall(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), id, 'missed', 0);
    }
  }

  const timer = setInterval(() => {
    round ??= settleDue()
      .then(endAbandoned)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'calls could not be looked after'))
      .finally(() => (round = undefined));
  }, deps.timing.watchCallsEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
