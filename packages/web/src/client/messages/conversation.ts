import type { realtime } from '@kith/contract';
import type { Realtime } from '@kith/sdk';

/** A message that the server has not confirmed. */
export interface Pending {
  readonly cid: string;
  readonly type: number;
  readonly content: realtime.Content;
  readonly time: number;
  /** The sentence of the refusal; undefined while it is being sent. */
  readonly refusal: string | undefined;
}

/** What is known of a conversation. */
export interface ConversationState {
  readonly loading: 'loading' | 'ready' | 'failed';
  /** Ascending and without gaps, up to the newest one. */
  readonly entries: readonly realtime.Entry[];
  readonly pending: readonly Pending[];
  readonly hasOlder: boolean;
  /** The other person has read everything up to this seq; 0 in groups. */
  readonly peerRead: number;
}

/** One conversation: its entries, and the messages under way. Listeners are called at most once a frame. */
export interface Conversation {
  readonly listId: string;
  getState(): ConversationState;
  subscribe(listener: () => void): () => void;
  /** Loads the newest page, unless it is there or on its way. */
  open(): Promise<void>;
  loadOlder(): Promise<void>;
  /** Shows a message at once, and sends it until the server has stored or refused it. */
  send(type: number, content: realtime.Content): void;
  /** Sends a refused message again, under the same client id. */
  retry(cid: string): void;
  discard(cid: string): void;
  /** Tells the server that everything up to here was seen. */
  markRead(): void;
  receive(entry: realtime.Entry): void;
  noteRead(userId: number, seq: number): void;
  /** Forgets what was loaded, and loads the newest page again if somebody is looking. */
  reset(): void;
  /** The same, if entries are withheld: perhaps they are not any more. */
  resetIfWithheld(): void;
}

interface ConversationOptions {
  readonly listId: string;
  readonly ownId: number;
  readonly realtime: Pick<Realtime, 'send' | 'sync' | 'track' | 'read'>;
  /** Calls back before the next frame is painted. */
  readonly schedule?: (callback: () => void) => void;
  readonly now?: () => number;
}

const PAGE = 50;
/** The highest seq that the protocol can name. */
const END = 2_147_483_647;

/** A conversation of which nothing is loaded yet. */
export function createConversation(options: ConversationOptions): Conversation {
  const { listId, ownId, realtime: connection } = options;
  const store = createStore(options.schedule ?? ((callback) => void requestAnimationFrame(callback)));
  const { get, change } = store;
  const history = createHistory(store, options);
  const outgoing = createOutgoing(store, options);
  let ownRead = 0;
  return {
    listId,
    getState: get,
    subscribe: store.subscribe,
    ...history,
    ...outgoing,
    markRead: () => {
      const last = get().entries.at(-1)?.seq ?? 0;
      if (last <= ownRead) return;
      ownRead = last;
      connection.read(listId, last);
    },
    receive: (entry) => {
      const pending = get().pending.filter(({ cid }) => cid !== entry.cid || entry.from !== ownId);
      change({ pending, entries: merge(get().entries, [entry]) });
    },
    noteRead: (userId, seq) => {
      if (userId !== ownId && seq > get().peerRead) change({ peerRead: seq });
    },
    resetIfWithheld: () => {
      if (get().entries.some(({ withheld }) => withheld)) history.reset();
    },
  };
}

interface Store {
  get(): ConversationState;
  change(next: Partial<ConversationState>): void;
  subscribe(listener: () => void): () => void;
  isWatched(): boolean;
}

function createStore(schedule: (callback: () => void) => void): Store {
  const listeners = new Set<() => void>();
  let state: ConversationState = EMPTY;
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

function createHistory(
  { get, change, isWatched }: Store,
  { listId, realtime: connection }: ConversationOptions,
): Pick<Conversation, 'open' | 'loadOlder' | 'reset'> {
  let opening: Promise<void> | undefined;
  let older: Promise<void> | undefined;

  async function loadNewest(): Promise<void> {
    change({ loading: 'loading' });
    try {
      const page = await connection.sync(listId, { before: END, limit: PAGE });
      change({ loading: 'ready', entries: merge(get().entries, page.entries), hasOlder: page.more });
      connection.track(listId, page.entries.at(-1)?.seq ?? 0);
    } catch {
      opening = undefined;
      change({ loading: 'failed' });
    }
  }

  async function loadPageBefore(seq: number): Promise<void> {
    try {
      const page = await connection.sync(listId, { before: seq, limit: PAGE });
      change({ entries: merge(get().entries, page.entries), hasOlder: page.more });
    } finally {
      older = undefined;
    }
  }

  return {
    open: () => (opening ??= loadNewest()),
    loadOlder: () => {
      const [first] = get().entries;
      if (!first || !get().hasOlder) return Promise.resolve();
      return (older ??= loadPageBefore(first.seq));
    },
    reset: () => {
      change({ ...EMPTY, pending: get().pending });
      opening = isWatched() ? loadNewest() : undefined;
    },
  };
}

function createOutgoing(
  { get, change }: Store,
  { listId, realtime: connection, now = Date.now }: ConversationOptions,
): Pick<Conversation, 'send' | 'retry' | 'discard'> {
  function replace(cid: string, by: Partial<Pending>): void {
    change({ pending: get().pending.map((one) => (one.cid === cid ? { ...one, ...by } : one)) });
  }

  function transmit({ cid, type, content }: Pending): void {
    connection.send(listId, type, content, { cid }).catch((error: unknown) => {
      // The connection was closed: the next start sends what is left.
      if (isClosed(error)) return;
      replace(cid, { refusal: error instanceof Error ? error.message : String(error) });
    });
  }

  return {
    send: (type, content) => {
      const pending = { cid: crypto.randomUUID(), type, content, time: now(), refusal: undefined };
      change({ pending: [...get().pending, pending] });
      transmit(pending);
    },
    retry: (cid) => {
      const found = get().pending.find((one) => one.cid === cid);
      if (!found) return;
      replace(cid, { refusal: undefined });
      transmit(found);
    },
    discard: (cid) => change({ pending: get().pending.filter((one) => one.cid !== cid) }),
  };
}

const EMPTY: ConversationState = {
  loading: 'loading',
  entries: [],
  pending: [],
  hasOlder: false,
  peerRead: 0,
};

/** Both lists as one, ascending by seq; of two with the same seq the newer copy. */
function merge(known: readonly realtime.Entry[], more: readonly realtime.Entry[]): readonly realtime.Entry[] {
  const last = known.at(-1)?.seq ?? 0;
  const [first] = more;
  if (first === undefined) return known;
  if (first.seq > last) return [...known, ...more];
  const bySeq = new Map([...known, ...more].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'closed' || error.code === 'signed_out')
  );
}
