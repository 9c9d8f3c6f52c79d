import type { realtime } from '@kith/contract';
import { createConnection, type RealtimeState, type Timing, type WebSocketClass } from './connection.js';
import { createConversations, type Page, type SyncRange } from './follow-conversations.js';
import { createLanes, createPacer } from './lanes.js';
import { RealtimeError } from './realtime-error.js';

const maxFrameBytes: typeof realtime.MAX_FRAME_BYTES = 65_536;

const OUTBOX_LIMIT = 1_000;
const SENDS_UNDER_WAY = 32;
const SAVE_DELAY_MS = 200;
const TIMING: Timing = { baseMs: 500, maxMs: 30_000, openMs: 15_000, stableMs: 10_000 };

/** What a client must store to miss nothing after a restart. */
export interface SavedPositions {
  readonly cursor?: realtime.Cursor;
  /** The last delivered seq, by list id. */
  readonly conversations: Readonly<Record<string, number>>;
}

/**
 * Stores positions beyond the life of the process, for one account. A position is saved shortly after its entry was
 * handed to `onEntry`, never before, so a crash can repeat an entry but not lose one.
 */
export interface RealtimeStorage {
  load(): SavedPositions | undefined | Promise<SavedPositions | undefined>;
  save(positions: SavedPositions): void | Promise<void>;
}

/** The callbacks of the application. */
export interface RealtimeListeners {
  /** A new entry: each once and in the order of seq within its conversation. */
  onEntry?: (to: string, entry: realtime.Entry) => void;
  /** An event of the account's own stream: each once, in order. */
  onEvent?: (event: Omit<realtime.EventFrame, 't'>) => void;
  onRead?: (read: Omit<realtime.ReadFrame, 't'>) => void;
  onTyping?: (typing: Omit<realtime.TypingFrame, 't'>) => void;
  onPresence?: (users: readonly realtime.UserPresence[]) => void;
  /** `retryMs` is given for `waiting`: the delay until the next attempt. */
  onState?: (state: RealtimeState, retryMs?: number) => void;
  /**
   * The positions are no longer valid (the server was restored, or events were too old): reload all state and `track`
   * it.
   */
  onReset?: () => void;
  /** The token was refused or revoked. The connection does not retry. */
  onSignedOut?: (error: RealtimeError) => void;
  /** A failure that no promise reports. No action is required. */
  onError?: (error: RealtimeError) => void;
}

/** How to connect. */
export interface RealtimeOptions extends RealtimeListeners {
  /** The address of the server's WebSocket, `wss://…`. */
  url: string;
  /** A function is called again for every connection. */
  token: string | (() => Promise<string>);
  /** By default the global one, or that of the package `ws`. */
  WebSocket?: WebSocketClass;
  storage?: RealtimeStorage;
  timing?: Partial<Timing>;
  /** The maximum number of messages waiting for acks; 1,000 by default. */
  outboxLimit?: number;
  now?: () => number;
  random?: () => number;
}

/** Where and when the server stored the entry of an action. */
export interface Stored {
  readonly id: string;
  readonly seq: number;
  /** Milliseconds. */
  readonly time: number;
}

/** Where the server stored a message. */
export interface Sent extends Stored {
  readonly cid: string;
}

/** A lasting connection to the server. Requests made while it is down wait for the next socket. */
export interface Realtime {
  readonly state: RealtimeState;
  /**
   * Sends a message: resolves once the server has committed it, rejects with a `RealtimeError` if it is refused. It is
   * repeated until the outcome is known, always under the same client id, so it is stored once. Messages of a
   * conversation are stored in the order of the calls. To repeat a message after a restart of the application, store
   * the `cid` and pass it again.
   */
  send(
    to: string,
    type: number,
    content: realtime.Content,
    options?: { cid?: string; replyTo?: number },
  ): Promise<Sent>;
  edit(to: string, id: string, content: realtime.Content): Promise<Stored>;
  recall(to: string, id: string): Promise<Stored>;
  react(to: string, id: string, emoji: string, on: boolean): Promise<Stored>;
  /** Reads a page of history. Independent of `onEntry`, which may bring the same entry. */
  sync(to: string, range: SyncRange): Promise<Page>;
  /** Moves the caller's read position forward; repeated on the next socket until the server has confirmed it. */
  read(to: string, seq: number): void;
  /** Best effort: dropped while the connection is down. */
  typing(to: string, on: boolean): void;
  /** Sets the people whose presence to watch (at most 200), on this socket and the next ones. */
  watch(users: readonly number[]): void;
  /**
   * Declares that the application holds everything of a conversation up to `seq`; later entries are then delivered
   * without a gap, across reconnects. The first live entry of an untracked conversation starts its tracking.
   */
  track(to: string, seq: number): void;
  /** Stops tracking a conversation, for example after leaving it. */
  untrack(to: string): void;
  /** Ends a wait for the next attempt: for the browser's `online` event. */
  wake(): void;
  /** Closes permanently. Waiting requests are rejected with `closed`. */
  close(): void;
}

/**
 * Connects to a Kith server over the protocol `kith.v1`, and stays connected until `close()` or until the token is
 * refused.
 */
export function connectRealtime(options: RealtimeOptions): Realtime {
  const { storage, now = Date.now, random = Math.random } = options;
  const sends = new Map<string, { frame: string; sent: Promise<Sent> }>();
  const reads = new Map<string, number>();
  const pacer = createPacer(now);
  let cursor: realtime.Cursor | undefined;
  let userId: number | undefined;
  let watched: readonly number[] | undefined;
  let saving: ReturnType<typeof setTimeout> | undefined;
  let isCatchingUp = false;

  const connection = createConnection({
    url: options.url,
    token: options.token,
    WebSocket: options.WebSocket,
    timing: { ...TIMING, ...options.timing },
    now,
    random,
    hello,
    onFrame: (frame) => {
      // The table has a handler of this type under this name; an unknown `t` has none.
      (handlers[frame.t] as ((frame: realtime.ServerFrame) => void) | undefined)?.(frame);
    },
    onState: changeState,
    onSignedOut: (error) => {
      finish(new RealtimeError('signed_out', error.message));
      callBack(options.onSignedOut, error);
    },
    onError: (error) => callBack(options.onError, error),
  });
  const writes = createLanes<string, Stored>({
    write: connection.send,
    pacer,
    window: SENDS_UNDER_WAY,
    limit: options.outboxLimit ?? OUTBOX_LIMIT,
  });
  const conversations = createConversations({
    write: connection.send,
    pacer,
    onEntry: (to, entry) => callBack(options.onEntry, to, entry),
    onMoved: saveSoon,
    onError: (error) => callBack(options.onError, error),
  });

  const handlers: {
    [T in realtime.ServerFrame['t']]: (frame: Extract<realtime.ServerFrame, { t: T }>) => void;
  } = {
    ready: handleReady,
    ack: ({ to, cid, id, seq, time }) => {
      if (writes.underWay(to) === (cid ?? id)) writes.answer(to, { id, seq, time });
    },
    nack: handleNack,
    entry: conversations.handleEntry,
    entries: conversations.handleEntries,
    behind: conversations.handleBehind,
    read: ({ t: _, ...read }) => {
      if (read.user_id === userId && read.seq >= (reads.get(read.to) ?? 0)) reads.delete(read.to);
      callBack(options.onRead, read);
    },
    typing: ({ t: _, ...typing }) => callBack(options.onTyping, typing),
    presence: ({ users }) => callBack(options.onPresence, users),
    event: handleEvent,
    error: ({ code, message }) => callBack(options.onError, new RealtimeError(code, message)),
    pong: handlePong,
  };

  void start();

  async function start(): Promise<void> {
    const saved = await storage?.load();
    cursor = saved?.cursor;
    for (const [to, seq] of Object.entries(saved?.conversations ?? {})) conversations.track(to, seq);
    if (connection.state !== 'closed') connection.open();
  }

  // ── the life of a socket ──

  function hello(): Omit<realtime.Hello, 't' | 'token'> {
    return { ...(cursor && { cursor }), conversations: conversations.nameInHello() };
  }

  function handleReady(ready: realtime.Ready): void {
    userId = ready.user_id;
    pacer.allow(ready.limits.frames_per_second);
    const isSameStream = cursor?.epoch === ready.cursor.epoch && cursor.position <= ready.cursor.position;
    // In the same stream the position stays: the events up to `ready.cursor` are still to come.
    if (isSameStream) return;
    const isReset = cursor !== undefined;
    cursor = ready.cursor;
    if (isReset) {
      conversations.forgetAll();
      callBack(options.onReset);
    }
    saveSoon();
  }

  function changeState(state: RealtimeState, retryMs?: number): void {
    if (state === 'live') {
      // Before the application is notified: waiting requests go first.
      writes.resume();
      // Missed entries arrive unrequested. Once this ping is answered, they are complete, and none can be confused with
      // the answer to a request.
      isCatchingUp = true;
      write({ t: 'ping' });
      if (watched) watch(watched);
      for (const [to, seq] of reads) write({ t: 'read', to, seq });
    } else {
      writes.pause();
      conversations.pause();
    }
    callBack(options.onState, state, retryMs);
  }

  function handlePong(): void {
    if (!isCatchingUp) return;
    isCatchingUp = false;
    conversations.resume();
  }

  function close(): void {
    connection.close();
    finish(new RealtimeError('closed', 'The connection was closed.'));
  }

  function finish(error: RealtimeError): void {
    writes.close(error);
    conversations.close(error);
    if (saving) save();
  }

  // ── what is sent ──

  function send(
    to: string,
    type: number,
    content: realtime.Content,
    { cid = newClientId(), replyTo }: { cid?: string; replyTo?: number } = {},
  ): Promise<Sent> {
    // Encoded once: a repeat carries the same body even if `content` is changed.
    const frame = encode({
      t: 'send',
      cid,
      to,
      type,
      content,
      ...(replyTo !== undefined && { reply_to: replyTo }),
    });
    const earlier = sends.get(cid);
    if (earlier?.frame === frame) return earlier.sent;
    if (earlier)
      return Promise.reject(new RealtimeError('conflict', 'This client id is in use with another body.'));
    const sent = request(to, cid, frame).then((stored) => ({ ...stored, cid }));
    sends.set(cid, { frame, sent });
    const forget = (): void => void sends.delete(cid);
    sent.then(forget, forget);
    return sent;
  }

  function act(frame: Extract<realtime.ClientFrame, { id: string }>): Promise<Stored> {
    return request(frame.to, frame.id, encode(frame));
  }

  function request(to: string, tag: string, frame: string): Promise<Stored> {
    // The server would close the socket over it, and over every repeat.
    if (new TextEncoder().encode(frame).length > maxFrameBytes) {
      return Promise.reject(new RealtimeError('too_large', `A frame has at most ${maxFrameBytes} bytes.`));
    }
    return writes.add(to, tag, frame);
  }

  function handleNack({ to, cid, id, code, message, retry_ms }: realtime.Nack): void {
    const error = new RealtimeError(code, message, retry_ms);
    const name = cid ?? id;
    if (name === undefined) conversations.refuseSync(to, error);
    else if (writes.underWay(to) === name) writes.refuse(to, error);
  }

  function read(to: string, seq: number): void {
    if (seq <= (reads.get(to) ?? 0)) return;
    reads.set(to, seq);
    write({ t: 'read', to, seq });
  }

  function watch(users: readonly number[]): void {
    watched = users;
    write({ t: 'watch', users: [...users] });
  }

  function write(frame: realtime.ClientFrame): void {
    connection.send(encode(frame));
  }

  // ── the account ──

  function handleEvent({ t: _, ...event }: realtime.EventFrame): void {
    if (!cursor || event.position <= cursor.position) return;
    // A gap cannot be requested; the next hello fills it.
    if (event.position > cursor.position + 1) return connection.drop();
    cursor = { ...cursor, position: event.position };
    callBack(options.onEvent, event);
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
    get state() {
      return connection.state;
    },
    send,
    edit: (to, id, content) => act({ t: 'edit', to, id, content }),
    recall: (to, id) => act({ t: 'recall', to, id }),
    react: (to, id, emoji, on) => act({ t: 'react', to, id, emoji, on }),
    sync: conversations.sync,
    read,
    typing: (to, on) => write({ t: 'typing', to, on }),
    watch,
    track: conversations.track,
    untrack: conversations.untrack,
    wake: connection.wake,
    close,
  };
}

/**
 * Calls a listener of the application. Its exceptions are reported like those of any event listener, and the stream
 * continues.
 */
function callBack<A extends unknown[]>(listener: ((...args: A) => void) | undefined, ...args: A): void {
  try {
    listener?.(...args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function encode(frame: realtime.ClientFrame): string {
  return JSON.stringify(frame);
}

/** A random UUID. `crypto.randomUUID` is missing on pages that were not served over HTTPS. */
function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
