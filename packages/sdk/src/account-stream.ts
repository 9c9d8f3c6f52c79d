import type { realtime } from '@kith/contract';
import type { Conversations } from './follow-conversations.js';

const SAVE_DELAY_MS = 200;

/** The positions that a client must store in order to miss nothing after a restart. */
export interface SavedPositions {
  readonly cursor?: realtime.Cursor;
  /** The last delivered seq, by list id. */
  readonly conversations: Readonly<Record<string, number>>;
}

/**
 * Stores the positions of one account across restarts of the process. A position is saved shortly after its entry was
 * passed to `onEntry`, never before, so a crash can repeat an entry but not lose one.
 */
export interface RealtimeStorage {
  load(): SavedPositions | undefined | Promise<SavedPositions | undefined>;
  save(positions: SavedPositions): void | Promise<void>;
}

/** The account's own stream: its position, and the storage of all positions. */
export interface AccountStream {
  /** Loads the saved positions. */
  load(): Promise<void>;
  hello(): Omit<realtime.Hello, 't' | 'token'>;
  handleReady(ready: realtime.Ready): void;
  handleEvent(frame: realtime.EventFrame): void;
  /** A position changed. */
  saveSoon(): void;
  /** Immediately saves the positions that `saveSoon` would save later. */
  close(): void;
}

/** The positions of the conversations, and the callbacks. */
export interface AccountStreamOptions {
  readonly storage: RealtimeStorage | undefined;
  readonly conversations: Pick<Conversations, 'track' | 'positions' | 'nameInHello' | 'forgetAll'>;
  readonly onEvent: (event: Omit<realtime.EventFrame, 't'>) => void;
  /** The positions are no longer valid. */
  readonly onReset: () => void;
  /** An event is missing. It cannot be requested; the server sends it after the next `hello`. */
  readonly onGap: () => void;
}

/** Creates a stream without a position. */
export function createAccountStream({
  storage,
  conversations,
  onEvent,
  onReset,
  onGap,
}: AccountStreamOptions): AccountStream {
  let cursor: realtime.Cursor | undefined;
  let saving: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    const saved = await storage?.load();
    cursor = saved?.cursor;
    for (const [to, seq] of Object.entries(saved?.conversations ?? {})) conversations.track(to, seq);
  }

  function handleReady(ready: realtime.Ready): void {
    const isSameStream = cursor?.epoch === ready.cursor.epoch && cursor.position <= ready.cursor.position;
    // In the same stream the position stays: the events up to `ready.cursor` are still to come.
    if (isSameStream) return;
    const isReset = cursor !== undefined;
    cursor = ready.cursor;
    if (isReset) {
      conversations.forgetAll();
      onReset();
    }
    saveSoon();
  }

  function handleEvent({ t: _, ...event }: realtime.EventFrame): void {
    if (!cursor || event.position <= cursor.position) return;
    if (event.position > cursor.position + 1) return onGap();
    cursor = { ...cursor, position: event.position };
    onEvent(event);
    saveSoon();
  }

  function saveSoon(): void {
    if (storage) saving ??= setTimeout(save, SAVE_DELAY_MS);
  }

  function save(): void {
    clearTimeout(saving);
    saving = undefined;
    void storage?.save({ ...(cursor && { cursor }), conversations: conversations.positions() });
  }

  return {
    load,
    hello: () => ({ ...(cursor && { cursor }), conversations: conversations.nameInHello() }),
    handleReady,
    handleEvent,
    saveSoon,
    close: () => {
      if (saving) save();
    },
  };
}
