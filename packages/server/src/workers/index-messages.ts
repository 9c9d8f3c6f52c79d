import { bounds } from '@kith/core/kernel';
import { indexMessages, isSearched, sweepUnindexed, type SearchedMessage } from '@kith/core/conversations';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/**
 * Indexes messages for search, within a second after they are stored and later under load. A search reads messages that
 * are not indexed yet directly, so no result depends on the delay.
 */
export function startIndexing(deps: Deps): Worker {
  const queue: SearchedMessage[] = [];
  let units = 0;

  deps.bus.subscribe((event) => {
    if (event.type !== 'entry_appended' || !isSearched(event.entry)) return;
    if (!deps.jobs.holds('index_messages')) return;
    // The sweep finds what does not fit.
    if (queue.length >= bounds.search.queuedMessages || units >= bounds.search.queuedUnits) return;
    const { tenantId, id } = event.conversation;
    const { seq, type, content } = event.entry;
    queue.push({ tenantId, conversationId: id, seq, type, content });
    units += content.length;
  });

  async function indexQueue(): Promise<void> {
    do {
      // The sweep finds a batch that could not be indexed.
      const batch = queue.splice(0, bounds.search.indexMessages);
      for (const { content } of batch) units -= content.length;
      for (let rest = batch; rest.length > 0;) rest = rest.slice(await indexMessages(deps.db, rest));
      // What arrived meanwhile waits for the next round, or small statements would follow each other without end.
    } while (queue.length >= bounds.search.indexMessages);
  }

  const sweep = startSweeping(deps);
  const indexing = startPeriodic(deps, {
    job: 'index_messages',
    everyMs: deps.timing.indexEveryMs,
    failure: 'messages could not be indexed',
    trustsClock: false,
    round: indexQueue,
  });
  return {
    stop: async () => {
      await Promise.all([sweep.stop(), indexing.stop()]);
    },
  };
}

/** Indexes what no process has indexed: at once, then at intervals. */
function startSweeping(deps: Deps): Worker {
  let begunAt = -Infinity;
  let isFirst = true;
  let isStopping = false;

  async function sweep(): Promise<void> {
    if (performance.now() - begunAt < deps.timing.sweepUnindexedEveryMs) return;
    begunAt = performance.now();
    await sweepUnindexed(deps.db, { now: deps.now(), isFirst, goesOn: () => !isStopping });
    isFirst = false;
  }

  const worker = startPeriodic(deps, {
    job: 'index_messages',
    everyMs: deps.timing.indexEveryMs,
    failure: 'messages left unindexed could not be indexed',
    trustsClock: true,
    begin: () => {
      begunAt = -Infinity;
      isFirst = true;
    },
    round: sweep,
  });
  return {
    stop: async () => {
      isStopping = true;
      await worker.stop();
    },
  };
}
