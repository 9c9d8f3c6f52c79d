import type { realtime } from '@kith/contract';
import { RealtimeError } from './realtime-error.js';
import { findWebSocket, type WebSocketClass, type WebSocketLike } from './web-socket.js';

// Import only types from the contract, so that browsers do not load its schema library; the compiler checks this value
// against the contract's.
const subprotocol: typeof realtime.SUBPROTOCOL = 'kith.v1';

/** The options and callbacks of an attempt. */
export interface AttemptOptions {
  readonly url: string;
  readonly token: string | (() => Promise<string>);
  readonly WebSocket: WebSocketClass | undefined;
  /** The time limit from the start to `ready`. */
  readonly openMs: number;
  /** The contents of `hello` besides the token. */
  readonly hello: () => Omit<realtime.Hello, 't' | 'token'>;
  /** Receives every frame; `ready` before `onLive` is called. */
  readonly onFrame: (frame: realtime.ServerFrame) => void;
  readonly onLive: () => void;
  /**
   * The attempt has ended, with the close code, the close reason and the last error frame; code 0 if it was abandoned.
   */
  readonly onEnd: (code: number, reason: string, lastError: realtime.ErrorFrame | undefined) => void;
  readonly onError: (error: RealtimeError) => void;
}

/** One socket, from the request for a token to its end. */
export interface Attempt {
  send(frame: string): void;
  /** Abandons the attempt and calls `onEnd`. */
  drop(): void;
  /** Closes without calling `onEnd`. */
  close(): void;
}

/** The `readyState` of an open socket. */
const OPEN = 1;

/** Opens a socket, sends `hello`, and detects when the socket is dead. */
export function startAttempt(options: AttemptOptions): Attempt {
  let socket: WebSocketLike | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let hasReceived = false;
  let lastError: realtime.ErrorFrame | undefined;
  let isLive = false;
  /** An abandoned socket may still emit events; they are ignored. */
  let isOver = false;
  const timer = setTimeout(drop, options.openMs);
  void open();

  async function open(): Promise<void> {
    let token: string;
    try {
      token = typeof options.token === 'string' ? options.token : await options.token();
    } catch (error) {
      // The token issuer is unreachable, probably together with the server: retry.
      if (isOver) return;
      options.onError(
        new RealtimeError('token_unavailable', `The token could not be obtained: ${String(error)}`),
      );
      return drop();
    }
    const WebSocket = options.WebSocket ?? (await findWebSocket());
    // The token may arrive after the attempt was abandoned.
    if (!isOver) listen(new WebSocket(options.url, [subprotocol]), token);
  }

  function listen(opened: WebSocketLike, token: string): void {
    socket = opened;
    opened.addEventListener('open', () => {
      if (isOver) return;
      opened.send(JSON.stringify({ t: 'hello', token, ...options.hello() } satisfies realtime.Hello));
    });
    opened.addEventListener('message', ({ data }) => {
      if (!isOver) handleMessage(data);
    });
    opened.addEventListener('close', ({ code, reason }) => end(code, reason));
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
    if (isLive || isOver) return;
    isLive = true;
    clearTimeout(timer);
    heartbeat = setInterval(() => {
      if (!hasReceived) return drop();
      hasReceived = false;
      send('{"t":"ping"}');
    }, heartbeat_ms);
    options.onLive();
  }

  function send(frame: string): void {
    // A socket that is closing takes nothing, and a browser complains about each attempt.
    if ((socket?.readyState ?? OPEN) === OPEN) socket?.send(frame);
  }

  function drop(): void {
    end(0, '');
    // After the bookkeeping: on a dead network the closing handshake may take minutes.
    socket?.close();
  }

  function end(code: number, reason: string): void {
    if (isOver) return;
    release();
    options.onEnd(code, reason, lastError);
  }

  function release(): void {
    isOver = true;
    clearTimeout(timer);
    clearInterval(heartbeat);
  }

  return {
    send,
    drop,
    close: () => {
      release();
      socket?.close();
    },
  };
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
