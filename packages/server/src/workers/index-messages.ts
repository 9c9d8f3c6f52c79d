import { bounds } from '@kith/core/kernel';
import { findUnindexed, indexMessages, type UnindexedConversation } from '@kith/core/conversations';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/**
 * Indexes messages for search, within a second after they are stored and later under load. A search reads messages that
 * are not indexed yet directly, so no result depends on the delay.
 */
export function startIndexing(deps: Deps): Worker {
  const unindexed = new Map<number, UnindexedConversation>();
  let hasFoundOlder = false;

  const remember = (of: UnindexedConversation) => unindexed.set(of.id, { id: of.id, tenantId: of.tenantId });
  deps.bus.subscribe((event) => {
    if (event.type === 'entry_appended' && event.entry.kind === 'message') remember(event.conversation);
  });

  async function indexSome(): Promise<void> {
    hasFoundOlder ||= await findOlder();
    const next = [...unindexed.values()].slice(0, bounds.search.batchesARound);
    for (const of of next) {
      unindexed.delete(of.id); // a message that is stored meanwhile adds it again
      const isBehind = await indexMessages(deps.db, of).catch((error: unknown) => {
        remember(of);
        throw error;
      });
      if (isBehind) remember(of);
    }
  }

  /** Messages that the server stored but did not index before it stopped. */
  async function findOlder(): Promise<true> {
    for (const of of await findUnindexed(deps.db)) remember(of);
    return true;
  }

  return startPeriodic(deps, {
    everyMs: deps.timing.indexEveryMs,
    failure: 'messages could not be indexed',
    trustsClock: false,
    round: indexSome,
  });
}
