import type { realtime } from '@kith/contract';
import { startAttempt, type Attempt, type AttemptOptions } from './attempt.js';
import { RealtimeError } from './realtime-error.js';
import { createRetryDelays, type RetryTiming } from './retry-delays.js';

// Import only types from the contract, so that browsers do not load its schema library; the compiler checks this value
// against the contract's.
const refused: typeof realtime.CloseCode.refused = 4001;

/** `live`: frames go both ways. `waiting`: until the next attempt. `closed`: permanently. */
export type RealtimeState = 'connecting' | 'live' | 'waiting' | 'closed';

/** The delays between attempts, and the time limit of an attempt. */
export interface Timing extends RetryTiming {
  /** From the start of an attempt to `ready`. */
  readonly openMs: number;
}

/** The options and callbacks of a connection. */
export interface ConnectionOptions extends Pick<
  AttemptOptions,
  'url' | 'token' | 'WebSocket' | 'hello' | 'onError'
> {
  readonly timing: Timing;
  readonly now: () => number;
  readonly random: () => number;
  /** Receives `ready` while the state is still `connecting`, every other frame afterwards. */
  readonly onFrame: (frame: realtime.ServerFrame) => void;
  /** `retryMs` is given for `waiting`: the delay until the next attempt. */
  readonly onState: (state: RealtimeState, retryMs?: number) => void;
  /** The token was refused or revoked; the state is `closed`. */
  readonly onSignedOut: (error: RealtimeError) => void;
}

/** A sequence of sockets, until it is closed. */
export interface Connection {
  readonly state: RealtimeState;
  /** Opens the first socket, unless the connection is closed. */
  open(): void;
  /** Writes a frame if live; otherwise drops it. */
  send(frame: string): void;
  /** Abandons this socket and reconnects after the usual delay. */
  drop(): void;
  /** Ends the delay of the state `waiting`. */
  wake(): void;
  close(): void;
}

/** Keeps a socket to the server: opens it, waits when it is lost, and retries. */
export function createConnection(options: ConnectionOptions): Connection {
  const delays = createRetryDelays(options);
  let state: RealtimeState = 'connecting';
  let attempt: Attempt | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    if (state === 'closed') return;
    attempt = startAttempt({
      ...options,
      openMs: options.timing.openMs,
      onLive: () => {
        delays.noteLive();
        changeState('live');
      },
      onEnd: handleEnd,
    });
    changeState('connecting');
  }

  function handleEnd(code: number, reason: string, lastError: realtime.ErrorFrame | undefined): void {
    if (code === refused) {
      changeState('closed');
      const error = lastError ?? {
        code: 'not_signed_in',
        message: reason || 'The token was refused or revoked.',
      };
      options.onSignedOut(new RealtimeError(error.code, error.message));
      return;
    }
    const waitMs = delays.next(code, reason);
    retry = setTimeout(open, waitMs);
    changeState('waiting', waitMs);
  }

  function wake(): void {
    if (state !== 'waiting') return;
    clearTimeout(retry);
    open();
  }

  function close(): void {
    if (state === 'closed') return;
    clearTimeout(retry);
    changeState('closed');
    attempt?.close();
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
    send: (frame) => {
      if (state === 'live') attempt?.send(frame);
    },
    drop: () => attempt?.drop(),
    wake,
    close,
  };
}
