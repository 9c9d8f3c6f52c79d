import type { ReportedRead } from '@kith/core/conversations';
import { bounds, type AccountId } from '@kith/core/kernel';

/** Read positions that wait to be written: the highest of each member and conversation. */
export interface WaitingReads {
  add(read: ReportedRead): void;
  /** Lets later positions of this member and conversation wait until a time of the monotonic clock. */
  pause(read: ReportedRead, until: number): void;
  /** Takes those that do not pause, or all. */
  take(which: 'due' | 'all'): ReportedRead[];
  count(): number;
}

export function makeWaitingReads(): WaitingReads {
  const waiting = new Map<string, ReportedRead>();
  const counts = new Map<AccountId, number>();
  /** The earliest first. */
  const pausedUntil = new Map<string, number>();

  function isFull({ accountId }: ReportedRead): boolean {
    return (
      waiting.size >= bounds.queue.readsWaiting ||
      (counts.get(accountId) ?? 0) >= bounds.queue.readsWaitingForEach
    );
  }

  function remove(key: string, { accountId }: ReportedRead): void {
    waiting.delete(key);
    const count = counts.get(accountId) ?? 0;
    if (count > 1) counts.set(accountId, count - 1);
    else counts.delete(accountId);
  }

  function endPauses(): void {
    const now = performance.now();
    for (const [key, until] of pausedUntil) {
      if (until > now) return;
      pausedUntil.delete(key);
    }
  }

  return {
    add: (read) => {
      const key = keyOf(read);
      const earlier = waiting.get(key);
      if (earlier && earlier.seq >= read.seq) return;
      // Clients report a position again until they receive it.
      if (!earlier && isFull(read)) return;
      if (!earlier) counts.set(read.accountId, (counts.get(read.accountId) ?? 0) + 1);
      waiting.set(key, read);
    },
    pause: (read, until) => {
      const key = keyOf(read);
      pausedUntil.delete(key);
      pausedUntil.set(key, until);
    },
    take: (which) => {
      endPauses();
      const taken: ReportedRead[] = [];
      for (const [key, read] of waiting) {
        if (which === 'due' && pausedUntil.has(key)) continue;
        remove(key, read);
        taken.push(read);
      }
      return taken;
    },
    count: () => waiting.size,
  };
}

function keyOf({ accountId, listId }: ReportedRead): string {
  return `${accountId}/${listId}`;
}
