import { bounds, type AccountId } from '../kernel/index.js';
import type { NewMessage } from '../ports/index.js';
import { keyOf } from './batch-rows.js';

/** Sends whose batch had no result. If they were stored, no member has been notified yet. */
export interface Doubts {
  remember(message: NewMessage): void;
  /** Forgets a message; returns whether it was in doubt. */
  resolve(message: NewMessage): boolean;
}

export function makeDoubts(): Doubts {
  const doubtful = new Set<string>();
  return {
    remember: (message) => {
      if (message.clientId === undefined) return;
      doubtful.add(keyOf(message));
      for (const oldest of doubtful) {
        if (doubtful.size <= bounds.database.doubtfulMessages) break;
        doubtful.delete(oldest);
      }
    },
    resolve: (message) => doubtful.size > 0 && doubtful.delete(keyOf(message)),
  };
}

/**
 * Accounts that have repeated a message lately, and probably repeat others. A repeat fails the append statement for all
 * messages of its batch, so their messages do not take that way for a while.
 */
export interface Repeaters {
  remember(id: AccountId): void;
  has(id: AccountId): boolean;
}

export function makeRepeaters(now: () => number): Repeaters {
  const until = new Map<AccountId, number>();
  return {
    remember: (id) => {
      // The last one is the most recent.
      until.delete(id);
      until.set(id, now() + bounds.database.repeaterMs);
      for (const [oldest, end] of until) {
        if (until.size <= bounds.database.repeaters && end > now()) break;
        until.delete(oldest);
      }
    },
    has: (id) => until.size > 0 && (until.get(id) ?? 0) > now(),
  };
}
