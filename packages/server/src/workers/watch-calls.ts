import { endCall, findDueCalls, listActiveCalls, finishCall } from '@kith/core/calls';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** A call ends when neither participant has had a socket for this long: a client has crashed or lost its network. */
const ABANDONED_AFTER_MS = 60_000;

/** Ends unanswered calls, and calls whose participants have both disconnected. */
export function startWatchingCalls(deps: Deps): Worker {
  const aloneSince = new Map<number, number>();

  async function settleDue(): Promise<void> {
    for (const due of await findDueCalls(deps))
      await finishCall(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  async function endAbandoned(): Promise<void> {
    // Cut off from the other nodes, this one does not know who is online there.
    if (!deps.nodeBus.isFlowing()) return aloneSince.clear();
    const now = deps.now();
    const active = await listActiveCalls(deps.db);
    const alone = active.filter(({ people }) => !people.some((id) => deps.presence.isOnline(id)));
    const isAlone = new Set(alone.map(({ id }) => id));
    for (const id of aloneSince.keys()) if (!isAlone.has(id)) aloneSince.delete(id);
    for (const { id, tenantId } of alone) {
      const since = aloneSince.get(id) ?? now;
      aloneSince.set(id, since);
      if (now - since < ABANDONED_AFTER_MS) continue;
      await endCall(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), id, 'missed', 0);
    }
  }

  return startPeriodic(deps, {
    job: 'watch_calls',
    everyMs: deps.timing.watchCallsEveryMs,
    failure: 'calls could not be ended',
    trustsClock: false,
    begin: () => aloneSince.clear(),
    round: async () => {
      await settleDue();
      await endAbandoned();
    },
  });
}
