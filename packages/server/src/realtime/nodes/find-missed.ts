import { realtime } from '@kith/contract';
import { findMovedAccounts } from '@kith/core/accounts';
import { findMovedConversations } from '@kith/core/conversations';
import { bounds, type AccountId } from '@kith/core/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreDeps } from '../../app/context.js';
import type { Hub } from '../hub.js';
import type { LossReason } from './node-bus.js';
import type { OrderedFanOut } from './ordered-fan-out.js';

/** Looks in the database for what the bus may have lost. */
export interface FindMissed {
  /**
   * Notes everything since a moment (of `performance.now()`), or closes the sockets if that is too long ago. Resolves
   * when it is done; calls at the same time share one question.
   */
  (reason: LossReason, sinceMs: number): Promise<void>;
  stop(): void;
}

/** Clients reconnect spread over this time. */
const SPREAD_MS = 5_000;

/** One question for all losses: which conversations and accounts of sockets here have moved since a moment. */
export function makeFindMissed(
  deps: Pick<CoreDeps, 'db' | 'log' | 'now'> & {
    readonly hub: Hub;
    readonly ordered: OrderedFanOut;
    readonly onRepair: (reason: LossReason) => void;
  },
): FindMissed {
  const { db, log, now, hub, ordered } = deps;
  const startedAt = now();
  const stopping = new AbortController();
  let next: { since: number; done: Promise<void> } | undefined;
  let running: Promise<void> = Promise.resolve();

  function find(reason: LossReason, sinceMs: number): Promise<void> {
    deps.onRepair(reason);
    if (next) {
      next.since = Math.min(next.since, sinceMs);
      return next.done;
    }
    const mine = { since: sinceMs, done: running };
    mine.done = running.then(() => run(mine));
    next = mine;
    running = mine.done;
    return mine.done;
  }

  async function run(mine: { since: number; done: Promise<void> }): Promise<void> {
    if (next === mine) next = undefined;
    while (!stopping.signal.aborted) {
      if (performance.now() - mine.since > bounds.bus.outageMs) return closeSockets();
      try {
        return await look(mine.since);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error }, 'missed events could not be looked for; trying again');
        await sleep(bounds.bus.askEveryMs, undefined, { ref: false });
      }
    }
  }

  async function look(since: number): Promise<void> {
    const accountIds = accountsHere();
    if (accountIds.length === 0) return;
    // Sockets that opened here have read what was sent before this node started.
    const agoMs = Math.ceil(performance.now() - since) + bounds.bus.overlapMs;
    const sinceMs = Math.max(startedAt, now() - agoMs);
    const [conversations, accounts] = await Promise.all([
      findMovedConversations(db, sinceMs, accountIds),
      findMovedAccounts(db, sinceMs, accountIds),
    ]);
    for (const { firstSeq, lastSeq, ...key } of conversations)
      ordered.conversations.note(key, { after: firstSeq - 1, upTo: lastSeq });
    for (const { tenantId, accountId: id, first, last } of accounts)
      ordered.accounts.note({ tenantId, id }, { after: first - 1, upTo: last });
  }

  function accountsHere(): AccountId[] {
    const ids = new Set<AccountId>();
    for (const { identity } of hub.all()) if (identity) ids.add(identity.session.accountId);
    return [...ids];
  }

  function closeSockets(): void {
    log.warn('The bus was down for too long: clients are asked to reconnect.');
    for (const connection of hub.all()) connection.close(realtime.CloseCode.restart, String(SPREAD_MS));
  }

  return Object.assign(find, { stop: () => stopping.abort() });
}
