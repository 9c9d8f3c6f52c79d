import { bounds } from '@kith/core/kernel';
import { findUnindexed, indexMessages, type DirtyConversation } from '@kith/core/conversations';
import type { Deps } from '../app/compose.js';

/**
 * Keeps the search index behind the streams by about a second, less often under load. A search reads
 * directly what is not indexed yet, so nothing depends on the pace. Answers a function that stops it.
 */
export function startIndexing(deps: Deps): () => Promise<void> {
  const dirty = new Map<number, DirtyConversation>();
  let round: Promise<void> | undefined;

  const remember = (of: DirtyConversation) => dirty.set(of.id, { id: of.id, tenantId: of.tenantId });
  deps.bus.subscribe((event) => {
    if (event.type === 'entry_appended' && event.entry.kind === 'message') remember(event.conversation);
  });
  round = findUnindexed(deps.db)
    .then((found) => found.forEach(remember))
    .catch(complain)
    .finally(() => (round = undefined));

  async function work(): Promise<void> {
    const next = [...dirty.values()].slice(0, bounds.search.batchesARound);
    for (const of of next) {
      dirty.delete(of.id);
      if (await indexMessages(deps.db, of)) remember(of);
    }
  }

  function complain(error: unknown): void {
    deps.log.warn({ err: error }, 'messages could not be indexed');
  }

  const timer = setInterval(() => {
    if (dirty.size === 0 || round) return;
    round = work()
      .catch(complain)
      .finally(() => (round = undefined));
  }, deps.timing.indexEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
