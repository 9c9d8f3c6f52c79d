import { advanceReads, type ReadOutcome, type ReportedRead } from '@kith/core/conversations';
import { bounds, DatabaseUnavailable, parseListId, type MemberCtx } from '@kith/core/kernel';
import { atMost } from '../../app/at-most.js';
import type { Deps } from '../../app/deps.js';
import { makeWaitingReads } from './waiting-reads.js';

/** The read positions that sockets of this node report. One statement per interval writes those of all sockets. */
export interface ReadPositions {
  /** Notes a position. Of several in one conversation, the highest is written. */
  report(me: MemberCtx, listId: string, seq: number): void;
  /** Writes what waits. */
  close(): Promise<void>;
}

/** Makes the read positions of a node. */
export function makeReadPositions(deps: Pick<Deps, 'db' | 'emit' | 'now' | 'log'>): ReadPositions {
  const waiting = makeWaitingReads();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  async function writeAll(reads: readonly ReportedRead[]): Promise<void> {
    for (let i = 0; i < reads.length; i += bounds.queue.readsAtOnce) {
      const some = reads.slice(i, i + bounds.queue.readsAtOnce);
      try {
        const outcomes = await advanceReads(deps, some);
        some.forEach((read, at) => settle(read, outcomes[at]));
      } catch (error) {
        deps.log.warn({ err: error }, 'read positions could not be written');
        if (error instanceof DatabaseUnavailable) for (const read of reads.slice(i)) waiting.add(read);
        return;
      }
    }
  }

  function settle(read: ReportedRead, outcome: ReadOutcome | undefined): void {
    if (outcome?.isBusy) waiting.add(read);
    else if (outcome?.kind === 'group')
      waiting.pause(read, performance.now() + bounds.queue.readInGroupEveryMs);
  }

  function write(which: 'due' | 'all'): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writeAll(waiting.take(which)).finally(() => {
      writing = undefined;
      if (waiting.count() > 0) writeSoon();
    });
    return writing;
  }

  function writeSoon(): void {
    if (!writing) timer ??= setTimeout(() => void write('due'), bounds.queue.readEveryMs).unref();
  }

  return {
    report: ({ tenant, actor }, listId, seq) => {
      const uuid = parseListId(listId);
      if (uuid === undefined) return;
      waiting.add({ tenantId: tenant.id, accountId: actor, listId: uuid, seq });
      writeSoon();
    },
    close: async () => {
      await writing;
      await atMost(bounds.database.lastBatchesWithinMs, write('all'));
      clearTimeout(timer);
    },
  };
}
