import { bounds, type ConversationId } from '../kernel/index.js';
import { keyOf } from './batch-rows.js';
import { unavailable, type Waiting } from './settle-batch.js';

/** The messages that wait to be stored, oldest first. Their number and their size are bounded. */
export interface BatchQueue {
  isFull(): boolean;
  /** The number of messages waiting or being stored. */
  size(): number;
  /** The number of messages waiting. */
  waiting(): number;
  add(waiting: Waiting): void;
  /** Takes the next batch, without messages of held conversations. */
  take(held: ReadonlySet<ConversationId>): Waiting[];
  /** Counts a batch as done; messages to retry come first again. */
  finish(batch: readonly Waiting[], again: readonly Waiting[]): void;
  /** Whether a message has waited longer than `ms`. */
  isLate(ms: number): boolean;
  /**
   * Refuses messages that have waited too long, also among those under way; these may be stored nevertheless, and a
   * retry with the same client id then finds them.
   */
  refuseOverdue(underWay: readonly (readonly Waiting[])[]): void;
}

export function makeBatchQueue(now: () => number): BatchQueue {
  const queue: Waiting[] = [];
  let size = 0;
  let characters = 0;

  function count(messages: readonly Waiting[], sign: 1 | -1): void {
    size += sign * messages.length;
    for (const { message } of messages) characters += sign * message.content.length;
  }

  /** Whether messages have waited longer than `ms` now. */
  function olderThan(ms: number): (waiting: Waiting | undefined) => boolean {
    const before = now() - ms;
    return (waiting) => waiting !== undefined && waiting.since < before;
  }

  return {
    isFull: () => size >= bounds.queue.messagesWaiting || characters >= bounds.queue.messageCharactersWaiting,
    size: () => size,
    waiting: () => queue.length,
    add: (waiting) => {
      count([waiting], 1);
      queue.push(waiting);
    },
    take: (held) => dequeueBatch(queue, held),
    finish: (batch, again) => {
      count(batch, -1);
      count(again, 1);
      queue.unshift(...again);
    },
    isLate: (ms) => queue.length > 0 && olderThan(ms)(queue[0]),
    refuseOverdue: (underWay) => {
      const isOverdue = olderThan(bounds.queue.messageWaitMs);
      // The first one has waited longest.
      if (isOverdue(queue[0])) {
        const overdue = queue.filter(isOverdue);
        queue.splice(0, Infinity, ...queue.filter((waiting) => !isOverdue(waiting)));
        count(overdue, -1);
        for (const { reject } of overdue) reject(unavailable());
      }
      for (const batch of underWay)
        for (const waiting of batch) if (isOverdue(waiting)) waiting.reject(unavailable());
    },
  };
}

/**
 * Dequeues the next batch. Two sends with the same (sender, client id) never share a batch: the repeat waits and later
 * messages pass it, because the original determines its position.
 */
function dequeueBatch(queue: Waiting[], held: ReadonlySet<ConversationId>): Waiting[] {
  const batch: Waiting[] = [];
  const left: Waiting[] = [];
  const clientIds = new Set<string>();
  let characters = 0;
  let looked = 0;
  for (const waiting of queue) {
    const { message } = waiting;
    if (
      batch.length >= bounds.database.batchRows ||
      (batch.length > 0 && characters + message.content.length > bounds.database.batchCharacters)
    )
      break;
    looked++;
    const key = message.clientId === undefined ? undefined : keyOf(message);
    if (held.has(message.conversationId) || (key !== undefined && clientIds.has(key))) {
      left.push(waiting);
      continue;
    }
    if (key !== undefined) clientIds.add(key);
    characters += message.content.length;
    batch.push(waiting);
  }
  queue.splice(0, looked, ...left);
  return batch;
}
