import {
  endCall,
  findDueCalls,
  finishCall,
  isAbandoned,
  LEFT_FOR_MS,
  listLiveCalls,
  noteCallersSeen,
  type LiveCall,
} from '@kith/core/calls';
import type { AccountId } from '@kith/core/kernel';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Ends unanswered calls, and calls for which nobody is there any more. */
export function startWatchingCalls(deps: Deps): Worker {
  const leftSince = new Map<number, number>();

  async function settleDue(): Promise<void> {
    for (const due of await findDueCalls(deps))
      await finishCall(visitorCtx(deps, await deps.auth.tenant(due.tenantId), ''), due);
  }

  async function endAbandoned(): Promise<void> {
    // Cut off from the other nodes, this one does not know who is online there.
    if (!deps.nodeBus.isFlowing()) return leftSince.clear();
    const now = deps.now();
    const live = await listLiveCalls(deps.db, ['ringing', 'active']);
    const isOnline = (id: AccountId) => deps.presence.isOnline(id);
    const left = live.filter((call) => isAbandoned(call, { now, isOnline }));
    const isLeft = new Set(left.map(({ id }) => id));
    for (const id of leftSince.keys()) if (!isLeft.has(id)) leftSince.delete(id);
    for (const { id, tenantId, state } of left) {
      const since = leftSince.get(id) ?? now;
      leftSince.set(id, since);
      if (now - since < LEFT_FOR_MS[state]) continue;
      await endCall(visitorCtx(deps, await deps.auth.tenant(tenantId), ''), id, 'missed', 0);
    }
  }

  return startPeriodic(deps, {
    job: 'watch_calls',
    everyMs: deps.timing.watchCallsEveryMs,
    failure: 'calls could not be ended',
    trustsClock: false,
    begin: () => leftSince.clear(),
    round: async () => {
      await settleDue();
      await endAbandoned();
    },
  });
}

/** Records which devices that call have a socket at this node, as long as it rings. */
export function startSeeingCallers(deps: Deps): Worker {
  const isHere = ({ callerId, callerSession }: LiveCall) =>
    deps.hub.of(callerId).some(({ identity }) => identity?.session.id === callerSession);
  return startPeriodic(deps, {
    job: 'every_node',
    everyMs: deps.timing.seeCallersEveryMs,
    failure: 'the devices that call could not be recorded',
    trustsClock: false,
    round: async () => {
      const here = (await listLiveCalls(deps.db, ['ringing'])).filter(isHere);
      if (here.length > 0) await noteCallersSeen(deps.db, here, deps.now());
    },
  });
}
