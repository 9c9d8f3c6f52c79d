import type { realtime } from '@kith/contract';
import type { Realtime } from '@kith/sdk';
import type { KnownEntry } from './runs.js';
import type { Outbox, Pending } from './outbox.js';

/** What is known of a conversation. */
export interface ConversationState {
  /** `kept`: what an earlier page has kept is shown, and the newest page is on its way. */
  readonly loading: 'loading' | 'kept' | 'ready' | 'failed';
  /** The part that is shown: ascending and complete. */
  readonly entries: readonly KnownEntry[];
  readonly hasOlder: boolean;
  /** False: the part reaches the newest entry. */
  readonly hasNewer: boolean;
  readonly pending: readonly Pending[];
  /** The other person has read everything up to this seq; 0 in groups. */
  readonly peerRead: number;
}

/** What a conversation works with. */
export interface ConversationOptions {
  readonly listId: string;
  readonly ownId: number;
  readonly realtime: Pick<Realtime, 'sync' | 'track' | 'read'>;
  readonly outbox: Pick<Outbox, 'of' | 'send' | 'retry' | 'discard'>;
  /** The newest entries, kept across reloads. */
  readonly kept?: {
    load(listId: string): Promise<readonly realtime.Entry[]>;
    save(listId: string, entries: readonly realtime.Entry[]): void;
  };
  /** Calls back before the next frame is painted. */
  readonly schedule?: (callback: () => void) => void;
}

/** The state of a conversation, and who listens to it. */
export interface Store {
  get(): ConversationState;
  change(next: Partial<ConversationState>): void;
  subscribe(listener: () => void): () => void;
  isWatched(): boolean;
}

/** A state without anything. */
export function createStore(schedule: (callback: () => void) => void): Store {
  const listeners = new Set<() => void>();
  let state = EMPTY;
  let isScheduled = false;
  return {
    get: () => state,
    change: (next) => {
      state = { ...state, ...next };
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        for (const listener of listeners) listener();
      });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isWatched: () => listeners.size > 0,
  };
}

const EMPTY: ConversationState = {
  loading: 'loading',
  entries: [],
  hasOlder: false,
  hasNewer: false,
  pending: [],
  peerRead: 0,
};
