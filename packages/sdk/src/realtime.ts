import type { realtime } from '@kith/contract';
import { createAccountStream, type AccountStream, type RealtimeStorage } from './account-stream.js';
import { createAsks, type Asks } from './asks.js';
import { newClientId } from './client-id.js';
import { createConnection, type RealtimeState, type Timing } from './connection.js';
import { encodeFrame } from './encode-frame.js';
import {
  createConversations,
  type Conversations,
  type Page,
  type SyncRange,
} from './follow-conversations.js';
import { createPacer, type Pacer } from './lanes.js';
import { createOutbox, type Outbox, type SendOptions, type Sent, type Stored } from './outbox.js';
import { RealtimeError } from './realtime-error.js';
import { createStandingRequests, type StandingRequests } from './standing-requests.js';
import type { WebSocketClass } from './web-socket.js';

export type { RealtimeStorage, SavedPositions } from './account-stream.js';
export type { SendOptions, Sent, Stored } from './outbox.js';

const OUTBOX_LIMIT = 1_000;
const TIMING: Timing = { baseMs: 500, maxMs: 30_000, openMs: 15_000, stableMs: 10_000 };

/** The callbacks of the application. */
export interface RealtimeListeners {
  /** A new entry: each once and in the order of seq within its conversation. */
  onEntry?: (to: string, entry: realtime.Entry) => void;
  /** An event of the account's own stream: each once, in order. */
  onEvent?: (event: Omit<realtime.EventFrame, 't'>) => void;
  onRead?: (read: Omit<realtime.ReadFrame, 't'>) => void;
  onTyping?: (typing: Omit<realtime.TypingFrame, 't'>) => void;
  /** Staff have taken a moment or a short video down: it is to be shown no more. */
  onTakenDown?: (post: Omit<realtime.TakenDownFrame, 't'>) => void;
  /** A message of WebRTC from the other device of a call. */
  onSignal?: (signal: Omit<realtime.SignalFrame, 't'>) => void;
  /** All watched users first, and again after a reconnect; then those that changed. At most once a second. */
  onPresence?: (users: readonly realtime.UserPresence[]) => void;
  /** The server's time in milliseconds, as a connection begins: the clock of a device may be wrong. */
  onTime?: (time: number) => void;
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

/** A lasting connection to the server. Requests made while it is down wait for the next socket. */
export interface Realtime {
  readonly state: RealtimeState;
  /**
   * Sends a message: resolves once the server has committed it, rejects with a `RealtimeError` if it is refused. It is
   * repeated until the outcome is known, always under the same client id, so it is stored once. Messages of a
   * conversation are stored in the order of the calls. To repeat a message after a restart of the application, store
   * the `cid` and pass it again.
   */
  send(to: string, type: number, content: realtime.Content, options?: SendOptions): Promise<Sent>;
  edit(to: string, id: string, content: realtime.Content): Promise<Stored>;
  recall(to: string, id: string): Promise<Stored>;
  react(to: string, id: string, emoji: string, on: boolean): Promise<Stored>;
  /** Pins a message for all members, or unpins it. */
  pin(to: string, id: string, on: boolean): Promise<Stored>;
  /** Reads a page of history. Independent of `onEntry`, which may bring the same entry. */
  sync(to: string, range: SyncRange): Promise<Page>;
  /** Reads a page of the conversation list, or the rows of these conversations; `after` is `next` of the page before. */
  list(page?: Omit<realtime.List, 't' | 'cid'>): Promise<Omit<realtime.ListFrame, 't' | 'cid'>>;
  /** The pinned messages of a conversation, the last pinned first. */
  pins(to: string): Promise<realtime.Preview[]>;
  /** Who reacts to a message, the latest first. */
  reactors(to: string, id: string): Promise<realtime.Reactor[]>;
  /**
   * Looks for messages with a text, in one conversation (`to`) or in all of the list, the latest first; `after` is `next` of the
   * page before.
   */
  search(
    text: string,
    page?: { to?: string; after?: string; limit?: number },
  ): Promise<Omit<realtime.SearchFrame, 't' | 'cid'>>;
  /**
   * Stores what the user has begun to write, with the time of the device (milliseconds), or only reads it. Resolves to the
   * draft that is in force: the one with the latest time.
   */
  draft(to: string, written?: { text: string; time: number }): Promise<{ text: string; time: number }>;
  /** Sends a message of WebRTC to the other device of an answered call; delivered once, also if it is repeated. */
  signal(callId: number, kind: realtime.SignalKind, data: realtime.Content): Promise<void>;
  /** Access to the TURN servers for a call, as `RTCIceServer` takes it; `expires` is in milliseconds. */
  turn(callId: number): Promise<Omit<realtime.TurnFrame, 't' | 'cid'>>;
  /** The user's own call that rings or runs: ask for it after a start, because events report only changes. */
  call(): Promise<realtime.LiveCall | undefined>;
  /** Moves the caller's read position forward; repeated on the next socket until the server has confirmed it. */
  read(to: string, seq: number): void;
  /** Best effort: dropped while the connection is down. */
  typing(to: string, on: boolean): void;
  /** Sets the users whose presence is watched (at most 200), on this socket and the next ones. */
  watch(users: readonly number[]): void;
  /**
   * Declares that the application holds everything of a conversation up to `seq`; later entries are then delivered
   * without a gap, across reconnects. The first live entry of an untracked conversation starts its tracking.
   */
  track(to: string, seq: number): void;
  /** Stops tracking a conversation, for example after leaving it. */
  untrack(to: string): void;
  /** Ends the delay before the next attempt; call it on the browser's `online` event. */
  wake(): void;
  /** Closes permanently. Waiting requests are rejected with `closed`. */
  close(): void;
}

/**
 * Connects to a Kith server over the protocol `kith.v1`, and stays connected until `close()` or until the token is
 * refused.
 */
export function connectRealtime(options: RealtimeOptions): Realtime {
  const now = options.now ?? Date.now;
  const pacer = createPacer(now);

  const connection = createConnection({
    ...options,
    WebSocket: options.WebSocket,
    timing: { ...TIMING, ...options.timing },
    now,
    random: options.random ?? Math.random,
    hello: () => account.hello(),
    onFrame: (frame) => handle(frame),
    onState: changeState,
    onSignedOut: (error) => {
      finish(new RealtimeError('signed_out', error.message));
      callBack(options.onSignedOut, error);
    },
    onError: (error) => callBack(options.onError, error),
  });
  const write = (frame: realtime.ClientFrame): void => connection.send(encodeFrame(frame));
  const outbox = createOutbox({ write: connection.send, pacer, limit: options.outboxLimit ?? OUTBOX_LIMIT });
  const standing = createStandingRequests(write);
  const asks = createAsks(write);
  const conversations = createConversations({
    write: connection.send,
    pacer,
    onEntry: (to, entry) => callBack(options.onEntry, to, entry),
    onMoved: () => account.saveSoon(),
    onError: (error) => callBack(options.onError, error),
  });
  const account = createAccountStream({
    storage: options.storage,
    conversations,
    onEvent: (event) => callBack(options.onEvent, event),
    onReset: () => callBack(options.onReset),
    onGap: connection.drop,
  });
  const catchUp = createCatchUp(write, conversations.resume);
  const handle = makeHandler(options, {
    pacer,
    outbox,
    standing,
    asks,
    conversations,
    account,
    onPong: catchUp.end,
  });

  function changeState(state: RealtimeState, retryMs?: number): void {
    if (state === 'live') {
      // Before the application is notified: waiting requests go first.
      outbox.resume();
      catchUp.begin();
      for (const part of [standing, asks]) part.resume();
    } else {
      outbox.pause();
      conversations.pause();
    }
    callBack(options.onState, state, retryMs);
  }

  function finish(error: RealtimeError): void {
    connection.close();
    for (const part of [outbox, asks, conversations]) part.close(error);
    account.close();
  }

  void account.load().then(connection.open);

  return {
    get state() {
      return connection.state;
    },
    send: outbox.send,
    ...makeChanges(outbox),
    sync: conversations.sync,
    ...makeQuestions(asks),
    read: standing.read,
    typing: (to, on) => write({ t: 'typing', to, on }),
    watch: standing.watch,
    track: conversations.track,
    untrack: conversations.untrack,
    wake: connection.wake,
    close: () => finish(new RealtimeError('closed', 'The connection was closed.')),
  };
}

/** The requests that change a message. */
function makeChanges({ act }: Outbox): Pick<Realtime, 'edit' | 'recall' | 'react' | 'pin'> {
  return {
    edit: (to, id, content) => act({ t: 'edit', to, id, content }),
    recall: (to, id) => act({ t: 'recall', to, id }),
    react: (to, id, emoji, on) => act({ t: 'react', to, id, emoji, on }),
    pin: (to, id, on) => act({ t: 'pin', to, id, on }),
  };
}

/** The requests that a frame of their own answers. */
function makeQuestions({
  ask,
}: Asks): Pick<Realtime, 'list' | 'pins' | 'reactors' | 'search' | 'draft' | 'signal' | 'turn' | 'call'> {
  return {
    list: async (page) => {
      const { t: _t, cid: _cid, ...answer } = await ask({ t: 'list', cid: newClientId(), ...page });
      return answer;
    },
    reactors: async (to, id) => (await ask({ t: 'reactors', cid: newClientId(), to, id })).reactors,
    pins: async (to) => (await ask({ t: 'pins', cid: newClientId(), to })).pinned,
    search: async (text, page) => {
      const { t: _t, cid: _cid, ...answer } = await ask({ t: 'search', cid: newClientId(), text, ...page });
      return answer;
    },
    signal: async (callId, kind, data) => {
      await ask({ t: 'signal', cid: newClientId(), call_id: callId, kind, data });
    },
    turn: async (callId) => {
      const { t: _t, cid: _cid, ...access } = await ask({ t: 'turn', cid: newClientId(), call_id: callId });
      return access;
    },
    call: async () => (await ask({ t: 'call', cid: newClientId() })).call,
    draft: async (to, written) => {
      const { text, time } = await ask({ t: 'draft', cid: newClientId(), to, ...written });
      return { text, time };
    },
  };
}

/**
 * Missed entries arrive unrequested. Once a ping after them is answered, they are complete, and none can be confused
 * with the answer to a request.
 */
function createCatchUp(write: (frame: realtime.ClientFrame) => void, resume: () => void) {
  let isCatchingUp = false;
  return {
    begin: (): void => {
      isCatchingUp = true;
      write({ t: 'ping' });
    },
    end: (): void => {
      if (!isCatchingUp) return;
      isCatchingUp = false;
      resume();
    },
  };
}

type Handlers = {
  [T in realtime.ServerFrame['t']]: (frame: Extract<realtime.ServerFrame, { t: T }>) => void;
};

/** Distributes the server's frames. */
function makeHandler(
  listeners: RealtimeListeners,
  parts: {
    readonly pacer: Pacer;
    readonly outbox: Outbox;
    readonly standing: StandingRequests;
    readonly asks: Asks;
    readonly conversations: Conversations;
    readonly account: AccountStream;
    readonly onPong: () => void;
  },
): (frame: realtime.ServerFrame) => void {
  const { pacer, outbox, standing, asks, conversations, account, onPong } = parts;
  let userId: number | undefined;
  const handlers: Handlers = {
    ready: (ready) => {
      userId = ready.user_id;
      pacer.allow(ready.limits.frames_per_second);
      account.handleReady(ready);
      callBack(listeners.onTime, ready.time);
    },
    ack: outbox.handleAck,
    nack: ({ to, cid, id, code, message, retry_ms }) => {
      const error = new RealtimeError(code, message, retry_ms);
      const name = cid ?? id;
      if (cid !== undefined && asks.refuse(cid, error)) return;
      if (to === undefined) return;
      if (name === undefined) conversations.refuseSync(to, error);
      else outbox.refuse(to, name, error);
    },
    entry: conversations.handleEntry,
    entries: conversations.handleEntries,
    behind: conversations.handleBehind,
    list: asks.answer,
    pins: asks.answer,
    reactors: asks.answer,
    search: asks.answer,
    draft: asks.answer,
    turn: asks.answer,
    call: asks.answer,
    done: asks.answer,
    signal: ({ t: _, ...signal }) => callBack(listeners.onSignal, signal),
    read: ({ t: _, ...read }) => {
      if (read.user_id === userId) standing.confirmRead(read.to, read.seq);
      callBack(listeners.onRead, read);
    },
    typing: ({ t: _, ...typing }) => callBack(listeners.onTyping, typing),
    taken_down: ({ t: _, ...post }) => callBack(listeners.onTakenDown, post),
    presence: ({ users }) => callBack(listeners.onPresence, users),
    event: account.handleEvent,
    error: ({ code, message }) => callBack(listeners.onError, new RealtimeError(code, message)),
    pong: onPong,
  };
  return (frame) => {
    // The table has a handler of this type under this name; an unknown `t` has none.
    (handlers[frame.t] as ((frame: realtime.ServerFrame) => void) | undefined)?.(frame);
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
