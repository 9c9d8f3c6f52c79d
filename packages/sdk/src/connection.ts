import type { realtime } from '@kith/contract';
import { RealtimeError } from './realtime-error.js';

// Import only types from the contract, so that browsers do not load its schema library; the compiler checks these
// values against the contract's.
const subprotocol: typeof realtime.SUBPROTOCOL = 'kith.v1';
const refused: typeof realtime.CloseCode.refused = 4001;
const restart: typeof realtime.CloseCode.restart = 1012;

const RESTART_SPREAD_MS = 5_000;

/** The part of a WebSocket that is used here; a browser's and that of `ws` both fit. */
export interface WebSocketLike {
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

/** The class of such sockets: the global `WebSocket`, or the one of `ws`. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;

/** `live`: frames go both ways. `waiting`: until the next attempt. `closed`: permanently. */
export type RealtimeState = 'connecting' | 'live' | 'waiting' | 'closed';

/** The delays between attempts, and the time limit of an attempt. */
export interface Timing {
  /** The delay before the first retry is a random part of this; it doubles with each failure. */
  readonly baseMs: number;
  /** The upper limit of the delay. */
  readonly maxMs: number;
  /** From the start of an attempt to `ready`. */
  readonly openMs: number;
  /**
   * A shorter connection counts as a failed attempt, so that a server that keeps closing is not flooded with attempts.
   */
  readonly stableMs: number;
}

/** The options and callbacks of a connection. */
export interface ConnectionOptions {
  readonly url: string;
  readonly token: string | (() => Promise<string>);
  readonly WebSocket: WebSocketClass | undefined;
  readonly timing: Timing;
  readonly now: () => number;
  readonly random: () => number;
  /** The contents of the next `hello` besides the token. */
  readonly hello: () => Omit<realtime.Hello, 't' | 'token'>;
  /** Receives `ready` while the state is still `connecting`, every other frame afterwards. */
  readonly onFrame: (frame: realtime.ServerFrame) => void;
  /** `retryMs` is given for `waiting`: the delay until the next attempt. */
  readonly onState: (state: RealtimeState, retryMs?: number) => void;
  /** The token was refused or revoked; the state is `closed`. */
  readonly onSignedOut: (error: RealtimeError) => void;
  readonly onError: (error: RealtimeError) => void;
}

/** A sequence of sockets, until it is closed. */
export interface Connection {
  readonly state: RealtimeState;
  open(): void;
  /** Writes a frame if live; otherwise drops it. */
  send(frame: string): void;
  /** Abandons this socket and reconnects after the usual delay. */
  drop(): void;
  /** Ends the delay of the state `waiting`. */
  wake(): void;
  close(): void;
}

/** Keeps a socket to the server: opens it, says hello, detects when it is dead, waits and retries. */
export function createConnection(options: ConnectionOptions): Connection {
  const { timing, now, random } = options;
  let state: RealtimeState = 'connecting';
  let socket: WebSocketLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let failures = 0;
  let isRestartExpected = true;
  let liveSince: number | undefined;
  let hasReceived = false;
  let lastError: realtime.ErrorFrame | undefined;

  function open(): void {
    timer = setTimeout(drop, timing.openMs);
    void attempt(timer);
    changeState('connecting');
  }

  /** `own` distinguishes this attempt from later ones: the token may arrive after the attempt was abandoned. */
  async function attempt(own: typeof timer): Promise<void> {
    let token: string;
    try {
      token = typeof options.token === 'string' ? options.token : await options.token();
    } catch (error) {
      // The token issuer is unreachable, probably together with the server: retry.
      if (timer !== own) return;
      options.onError(
        new RealtimeError('token_unavailable', `The token could not be obtained: ${String(error)}`),
      );
      drop();
      return;
    }
    const WebSocket = options.WebSocket ?? (await findWebSocket());
    if (timer === own) start(new WebSocket(options.url, [subprotocol]), token);
  }

  function start(opened: WebSocketLike, token: string): void {
    socket = opened;
    lastError = undefined;
    // An abandoned socket may still emit events; ignore them.
    opened.addEventListener('open', () => {
      if (socket !== opened) return;
      opened.send(JSON.stringify({ t: 'hello', token, ...options.hello() } satisfies realtime.Hello));
    });
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened) handleMessage(data);
    });
    opened.addEventListener('close', ({ code, reason }) => {
      if (socket === opened) lose(code, reason);
    });
    // `close` follows with details, but `ws` throws an error without a listener.
    opened.addEventListener('error', () => {});
  }

  function handleMessage(data: unknown): void {
    hasReceived = true;
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.t === 'error') lastError = frame;
    options.onFrame(frame);
    if (frame.t === 'ready') goLive(frame);
  }

  function goLive({ heartbeat_ms }: realtime.Ready): void {
    if (state !== 'connecting') return;
    clearTimeout(timer);
    liveSince = now();
    isRestartExpected = true;
    heartbeat = setInterval(() => {
      if (!hasReceived) return drop();
      hasReceived = false;
      send('{"t":"ping"}');
    }, heartbeat_ms);
    changeState('live');
  }

  function lose(code: number, reason: string): void {
    release();
    if (code === refused) {
      changeState('closed');
      const error = lastError ?? {
        code: 'not_signed_in',
        message: reason || 'The token was refused or revoked.',
      };
      options.onSignedOut(new RealtimeError(error.code, error.message));
      return;
    }
    const waitMs = retryDelay(code, reason);
    timer = setTimeout(open, waitMs);
    changeState('waiting', waitMs);
  }

  function retryDelay(code: number, reason: string): number {
    if (liveSince !== undefined && now() - liveSince >= timing.stableMs) failures = 0;
    liveSince = undefined;
    // An announced restart is no failure, but a server that only announces restarts is one.
    if (code === restart && isRestartExpected) {
      isRestartExpected = false;
      return random() * (/^\d+$/.test(reason) ? Number(reason) : RESTART_SPREAD_MS);
    }
    return backoffMs(failures++, timing, random);
  }

  function drop(): void {
    const dead = socket;
    lose(0, '');
    // After the bookkeeping: on a dead network the closing handshake may take minutes.
    dead?.close();
  }

  function send(frame: string): void {
    if (state === 'live') socket?.send(frame);
  }

  function wake(): void {
    if (state !== 'waiting') return;
    clearTimeout(timer);
    open();
  }

  function close(): void {
    if (state === 'closed') return;
    const last = socket;
    release();
    changeState('closed');
    last?.close();
  }

  function release(): void {
    socket = undefined;
    clearTimeout(timer);
    timer = undefined;
    clearInterval(heartbeat);
  }

  function changeState(next: RealtimeState, retryMs?: number): void {
    state = next;
    options.onState(next, retryMs);
  }

  return {
    get state() {
      return state;
    },
    open,
    send,
    drop,
    wake,
    close,
  };
}

/** Exponential backoff with full jitter: a random part of a delay that doubles with every failure, up to a limit. */
export function backoffMs(
  failures: number,
  { baseMs, maxMs }: Pick<Timing, 'baseMs' | 'maxMs'>,
  random: () => number,
): number {
  return random() * Math.min(maxMs, baseMs * 2 ** failures);
}

async function findWebSocket(): Promise<WebSocketClass> {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketClass };
  // Node before 22 has no global WebSocket.
  return WebSocket ?? (await import('ws')).WebSocket;
}

/** Parses a frame; undefined if invalid: unexpected input from a proxy must not crash the application. */
function parseFrame(data: unknown): realtime.ServerFrame | undefined {
  try {
    // The server is trusted to follow the contract; handlers ignore frames with an unknown `t`.
    return JSON.parse(String(data)) as realtime.ServerFrame;
  } catch {
    return undefined;
  }
}
