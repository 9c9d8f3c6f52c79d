import { bounds } from '@kith/core/kernel';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import type { Identity } from '../app/authenticate.js';
import type { ProtocolSession } from './protocol-session.js';
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
  /** The protocol's side of the socket, set when it starts. */
  session: ProtocolSession | undefined;
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
  return new SocketConnection(socket, stream, facts, timing);
}

/** A class, because a closure for each method would take more memory than the state of an idle socket. */
class SocketConnection implements Connection {
  readonly id: string;
  readonly address: string;
  readonly protocol: Connection['protocol'];
  identity: Identity | undefined = undefined;
  session: ProtocolSession | undefined = undefined;
  isAsking = false;
  private readonly socket: WebSocket;
  private readonly stream: Duplex;
  private readonly timing: Timing;
  /** The frames of this turn: mostly none or one, so a list is made only for more. */
  private pending: Buffer | Buffer[] | undefined = undefined;
  private pendingBytes = 0;
  private slow: Slow | undefined = undefined;

  constructor(
    socket: WebSocket,
    stream: Duplex,
    { id, address, protocol }: Pick<Connection, 'id' | 'address' | 'protocol'>,
    timing: Timing,
  ) {
    this.id = id;
    this.address = address;
    this.protocol = protocol;
    this.socket = socket;
    this.stream = stream;
    this.timing = timing;
  }

  isOpen(): boolean {
    return this.socket.readyState === OPEN;
  }

  send(frame: string): void {
    if (!this.isOpen()) return;
    if (this.unsentBytes() > bounds.connection.hardMarkBytes) this.hangUp();
    else this.write(frame);
  }

  sendLive(frame: string): boolean {
    if (this.unsentBytes() > bounds.connection.softMarkBytes) return false;
    if (this.isOpen()) this.write(frame);
    return true;
  }

  /** Writes the frames of this turn as one buffer: one system call per socket and turn. */
  flush(): void {
    const { pending } = this;
    if (pending === undefined) return;
    const bytes = Array.isArray(pending) ? Buffer.concat(pending, this.pendingBytes) : pending;
    this.pending = undefined;
    this.pendingBytes = 0;
    if (this.isOpen()) this.stream.write(bytes);
  }

  waitUntilWritable(): Promise<void> {
    return this.unsentBytes() > bounds.connection.softMarkBytes && this.isOpen()
      ? new Promise((resolve) => this.whenDrained(resolve))
      : Promise.resolve();
  }

  whenDrained(callback: () => void): void {
    if (this.slow) return void this.slow.callbacks.push(callback);
    const patience = setTimeout(() => this.hangUp(), this.timing.slowForMs).unref();
    const onDrained = () => this.drained();
    this.slow = { callbacks: [callback], patience, onDrained };
    this.stream.on('drain', onDrained);
    // Release callers that wait for the socket.
    this.stream.on('close', onDrained);
  }

  close(code: number, reason: string): void {
    // Nothing may follow a close frame.
    this.flush();
    this.socket.close(code, reason);
  }

  private write(frame: string): void {
    const bytes = encodeTextFrame(frame);
    const { pending } = this;
    if (pending === undefined) {
      this.pending = bytes;
      flushLater(this);
    } else if (Array.isArray(pending)) pending.push(bytes);
    else this.pending = [pending, bytes];
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= bounds.connection.earlyMarkBytes) this.flush();
  }

  private unsentBytes(): number {
    return this.socket.bufferedAmount + this.pendingBytes;
  }

  private hangUp(): void {
    this.close(realtime.CloseCode.tooSlow, 'too slow');
  }

  private drained(): void {
    const { slow } = this;
    if (!slow) return;
    this.slow = undefined;
    clearTimeout(slow.patience);
    this.stream.off('drain', slow.onDrained);
    this.stream.off('close', slow.onDrained);
    for (const callback of slow.callbacks) callback();
  }
}

/** The state of a socket whose client does not keep up. */
interface Slow {
  readonly callbacks: (() => void)[];
  readonly patience: NodeJS.Timeout;
  readonly onDrained: () => void;
}

const OPEN: WebSocket['readyState'] = 1;

let unflushed: SocketConnection[] = [];

/** Schedules a flush for after this turn of the event loop has read its input. */
function flushLater(connection: SocketConnection): void {
  if (unflushed.length === 0) setImmediate(flushAll);
  unflushed.push(connection);
}

function flushAll(): void {
  const now = unflushed;
  unflushed = [];
  for (const connection of now) connection.flush();
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
