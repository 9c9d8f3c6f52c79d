import { realtime } from '@kith/contract';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.js';
import { makeInflow } from './inflow.js';
import type { ProtocolSession } from './protocol-session.js';

/** What the readers of all sockets share. */
interface Reading {
  /** Whether the server closes this socket: then no frame is processed. */
  isClosing(connection: Connection): boolean;
  onError(error: Error): void;
  onClose(reader: FrameReader): void;
}

/** Hands the frames of a socket to its session, at the rate allowed for the socket. */
export interface FrameReader {
  readonly connection: Connection;
  readonly session: ProtocolSession;
  /** Whether the peer has sent something since the last ping. */
  isAlive: boolean;
  /** Asks the peer to send something. */
  ping(): void;
  /** Cuts the connection. */
  terminate(): void;
}

/** Starts to read a socket. */
export function readFrames(
  socket: WebSocket,
  of: { connection: Connection; session: ProtocolSession },
  reading: Reading,
): FrameReader {
  const reader = new SocketReader(socket, of, reading);
  const read: ReadSocket = socket;
  read[READER] = reader;
  read
    .on('pong', onSign)
    .on('ping', onSign)
    .on('message', onMessage)
    .on('error', onError)
    .on('close', onClose);
  return reader;
}

const READER = Symbol('reader');
type ReadSocket = WebSocket & { [READER]?: SocketReader };
type Unread = { readonly bytes: Buffer; readonly isBinary: boolean };

// All sockets share these listeners: closures for each socket would take more memory than its state.
function onSign(this: ReadSocket): void {
  this[READER]?.isAccepted();
}

function onMessage(this: ReadSocket, data: unknown, isBinary: boolean): void {
  this[READER]?.receive({ bytes: data as Buffer, isBinary }); // ws delivers one buffer by default
}

function onError(this: ReadSocket, error: Error): void {
  this[READER]?.failed(error);
}

function onClose(this: ReadSocket): void {
  this[READER]?.closed();
}

class SocketReader implements FrameReader {
  readonly connection: Connection;
  readonly session: ProtocolSession;
  isAlive = true;
  private readonly socket: WebSocket;
  private readonly reading: Reading;
  private readonly inflow = makeInflow();
  /** Received frames that wait while the socket rests. */
  private unread: Unread[] | undefined = undefined;

  constructor(
    socket: WebSocket,
    { connection, session }: { connection: Connection; session: ProtocolSession },
    reading: Reading,
  ) {
    this.socket = socket;
    this.connection = connection;
    this.session = session;
    this.reading = reading;
  }

  ping(): void {
    this.isAlive = false;
    this.socket.ping();
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** Whether a frame is processed at all: a peer may continue to send after we have closed. */
  isAccepted(): boolean {
    if (!this.isReading()) return false;
    this.isAlive = true;
    if (this.inflow.mayReceive()) return true;
    this.connection.close(realtime.CloseCode.tooManyFrames, 'too many frames');
    return false;
  }

  receive(frame: Unread): void {
    if (!this.isAccepted()) return;
    if (this.unread) this.unread.push(frame);
    else this.process(frame);
  }

  failed(error: Error): void {
    this.reading.onError(error);
  }

  closed(): void {
    this.reading.onClose(this);
  }

  private isReading(): boolean {
    return !this.reading.isClosing(this.connection) && this.connection.isOpen();
  }

  private process({ bytes, isBinary }: Unread): void {
    // No protocol uses binary frames, so they are ignored, but they count.
    if (!isBinary) this.session.receive(bytes.toString('utf8'));
    const restMs = this.inflow.countBytes(bytes.length, this.connection.identity !== undefined);
    if (restMs > 0) this.rest(restMs);
  }

  /** Reads nothing for a while. Frames that were received already wait here, the others in the network. */
  private rest(ms: number): void {
    this.unread ??= [];
    this.socket.pause();
    setTimeout(() => this.readOn(), ms).unref();
  }

  private readOn(): void {
    const waiting = this.unread ?? [];
    this.unread = undefined;
    this.socket.resume();
    while (!this.unread && this.isReading()) {
      const next = waiting.shift();
      if (!next) return;
      this.process(next);
    }
    this.unread = waiting;
  }
}
