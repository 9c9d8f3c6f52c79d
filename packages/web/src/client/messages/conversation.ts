import type { realtime } from '@kith/contract';
import { createHistory, type History } from './history.js';
import { createStore, type ConversationOptions, type ConversationState } from './store.js';

/** What a message may have besides its content. */
export interface SendOptions {
  /** The seq of the message that it replies to. */
  readonly replyTo?: number | undefined;
  readonly mentions?: realtime.Mentions | undefined;
  readonly file?: Blob | undefined;
}

/** One conversation: its entries, and the messages under way. Listeners are called at most once a frame. */
export interface Conversation extends History {
  readonly listId: string;
  getState(): ConversationState;
  subscribe(listener: () => void): () => void;
  /** Shows a message at once, and sends it, with its file, until the server has stored or refused it. */
  send(type: number, content: realtime.Content, options?: SendOptions): void;
  /** Sends a refused message again, under the same client id. */
  retry(cid: string): void;
  discard(cid: string): void;
  /** Tells the server that everything up to here was seen. */
  markRead(seq: number): void;
  /** Takes a live entry. */
  receive(entry: realtime.Entry): void;
  /** Takes an own entry as the server has confirmed it; false if earlier ones are still on their way. */
  receiveStored(entry: realtime.Entry): boolean;
  /** Takes what is known of the other person's reading. */
  noteRead(userId: number, seq: number): void;
  /** The messages under way have changed. */
  showPending(): void;
  /** Forgets what was loaded if entries are withheld: perhaps they are not any more. */
  resetIfWithheld(): void;
}

/** A conversation of which nothing is loaded yet. */
export function createConversation(options: ConversationOptions): Conversation {
  const { listId, ownId, realtime: connection, outbox } = options;
  const store = createStore(options.schedule ?? ((callback) => void requestAnimationFrame(callback)));
  const { get, change } = store;
  const { add, ...history } = createHistory(store, options);
  let ownRead = 0;
  change({ pending: outbox.of(listId) });
  return {
    listId,
    getState: get,
    subscribe: store.subscribe,
    ...history,
    send: (type, content, { replyTo, mentions, file } = {}) => {
      // Who writes looks at the end.
      if (get().hasNewer) void history.showNewest();
      outbox.send({ listId, type, content, replyTo, mentions }, file);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    markRead: (seq) => {
      if (seq <= ownRead) return;
      ownRead = seq;
      connection.read(listId, seq);
    },
    receive: add,
    receiveStored: (entry) => {
      if (get().loading !== 'ready') return true;
      const last = get().entries.at(-1)?.seq ?? 0;
      if (get().hasNewer || entry.seq > last + 1) return false;
      if (entry.seq === last + 1) add(entry);
      return true;
    },
    noteRead: (userId, seq) => {
      if (userId !== ownId && seq > get().peerRead) change({ peerRead: seq });
    },
    showPending: () => change({ pending: outbox.of(listId) }),
    resetIfWithheld: () => {
      if (get().entries.some(({ withheld }) => withheld)) history.reset();
    },
  };
}
