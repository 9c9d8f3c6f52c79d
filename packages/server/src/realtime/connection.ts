import { bounds } from '@kith/core/kernel';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import type { Identity } from '../app/authenticate.js';
import type { Timing } from './timing.js';

/**
 * A socket. Frames sent in one turn of the event loop leave in one write. Memory is bounded: live frames are withheld
 * from a client that does not read, or it is closed.
 */
export interface Connection {
  readonly id: string;
  readonly address: string;
  readonly protocol: 'im' | 'kith.v1';
  /** Undefined until a token is accepted. */
  identity: Identity | undefined;
  /** Whether one of its tokens is being verified. */
  isAsking: boolean;
  /** False as soon as the socket is closing. */
  isOpen(): boolean;
  /** Sends a frame of a kind whose number is bounded; closes a client that has left too much unread. */
  send(frame: string): void;
  /** Resolves when the socket accepts more data, or has closed. */
  waitUntilWritable(): Promise<void>;
  /** Sends a live frame, or returns false: the client is too slow and must catch up later. */
  sendLive(frame: string): boolean;
  /** Calls back once when everything is sent or the socket has closed; a client that takes too long is closed. */
  whenDrained(callback: () => void): void;
  close(code: number, reason: string): void;
}

/** Wraps a newly opened socket. */
export function makeConnection(
  socket: WebSocket,
  stream: Duplex,
  facts: Pick<Connection, 'id' | 'address' | 'protocol'>,
  timing: Timing,
): Connection {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let onDrained: (() => void)[] = [];
  let patience: NodeJS.Timeout | undefined;

  /** Writes the frames of this turn as one buffer: one system call per socket and turn. */
  function flush(): void {
    if (pending.length === 0) return;
    const [only] = pending;
    const bytes = pending.length === 1 && only ? only : Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    if (socket.readyState === socket.OPEN) stream.write(bytes);
  }

  function unsentBytes(): number {
    return socket.bufferedAmount + pendingBytes;
  }

  function close(code: number, reason: string): void {
    // Nothing may follow a close frame.
    flush();
    socket.close(code, reason);
  }

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    if (unsentBytes() > bounds.connection.hardMarkBytes) return hangUp();
    if (pending.length === 0) flushLater(flush);
    const bytes = encodeTextFrame(frame);
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes >= bounds.connection.earlyMarkBytes) flush();
  }

  function hangUp(): void {
    close(realtime.CloseCode.tooSlow, 'too slow');
  }

  function whenDrained(callback: () => void): void {
    onDrained.push(callback);
    patience ??= setTimeout(hangUp, timing.slowForMs).unref();
  }

  function drain(): void {
    clearTimeout(patience);
    patience = undefined;
    const callbacks = onDrained;
    onDrained = [];
    for (const callback of callbacks) callback();
  }

  stream.on('drain', drain);
  // Release callers that wait for the socket.
  stream.on('close', drain);

  return {
    ...facts,
    identity: undefined,
    isAsking: false,
    isOpen: () => socket.readyState === socket.OPEN,
    send,
    waitUntilWritable: () =>
      unsentBytes() > bounds.connection.softMarkBytes && socket.readyState === socket.OPEN
        ? new Promise((resolve) => whenDrained(resolve))
        : Promise.resolve(),
    sendLive: (frame) => {
      if (unsentBytes() > bounds.connection.softMarkBytes) return false;
      send(frame);
      return true;
    },
    whenDrained,
    close,
  };
}

let flushes: (() => void)[] = [];

/** Schedules a flush for after this turn of the event loop has read its input. */
function flushLater(flush: () => void): void {
  if (flushes.length === 0) setImmediate(flushAll);
  flushes.push(flush);
}

function flushAll(): void {
  const now = flushes;
  flushes = [];
  for (const flush of now) flush();
}

let lastText = '';
let lastFrame: Buffer = Buffer.alloc(0);

/**
 * A server's WebSocket text frame: not masked, not compressed, in one buffer. The same text is sent to many sockets in
 * succession and is encoded once.
 */
function encodeTextFrame(text: string): Buffer {
  if (text === lastText) return lastFrame;
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = 0x81; // the last fragment of a text
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  lastText = text;
  lastFrame = frame;
  return frame;
}
