import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Identity } from '../app/authenticate.js';

/** Above this much unsent, live frames are held back; above the hard mark the socket is closed. Bytes. */
const SOFT_MARK = 256 * 1024;
const HARD_MARK = 4 * 1024 * 1024;

/** Close code for a client that reads too slowly. */
const TOO_SLOW = 4008;

/**
 * One socket. What is sent in one turn of the event loop leaves in one write. Memory is bounded: a client
 * that does not read is told that it is behind, or closed.
 */
export interface Connection {
  readonly id: string;
  readonly address: string;
  readonly protocol: 'im' | 'kith.v1';
  /** Undefined until a token was accepted. */
  identity: Identity | undefined;
  /** False as soon as the socket is closing. */
  isOpen(): boolean;
  send(frame: string): void;
  /** Sends a live frame, or answers false: the client is too slow for it and has to ask later. */
  sendLive(frame: string): boolean;
  /** Calls back, once, when what is unsent has gone below the soft mark. */
  whenDrained(callback: () => void): void;
  close(code: number, reason: string): void;
}

/** Wraps a socket that was just opened. */
export function makeConnection(
  socket: WebSocket,
  stream: Duplex,
  facts: Pick<Connection, 'id' | 'address' | 'protocol'>,
): Connection {
  let isCorked = false;
  let drained: (() => void) | undefined;

  function uncork(): void {
    isCorked = false;
    stream.uncork();
  }

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > HARD_MARK) {
      socket.close(TOO_SLOW, 'too slow');
      // A peer that reads nothing would never see the closing handshake either.
      setTimeout(() => socket.terminate(), 5000).unref();
      return;
    }
    if (!isCorked) {
      isCorked = true;
      stream.cork();
      setImmediate(uncork);
    }
    socket.send(frame);
  }

  stream.on('drain', () => {
    const callback = drained;
    drained = undefined;
    callback?.();
  });

  return {
    ...facts,
    identity: undefined,
    isOpen: () => socket.readyState === socket.OPEN,
    send,
    sendLive: (frame) => {
      if (socket.bufferedAmount > SOFT_MARK) return false;
      send(frame);
      return true;
    },
    whenDrained: (callback) => {
      drained = callback;
    },
    close: (code, reason) => socket.close(code, reason),
  };
}
