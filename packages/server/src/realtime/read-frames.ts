import { realtime } from '@kith/contract';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.js';
import { makeInflow } from './inflow.js';
import type { ProtocolSession } from './session.js';

/** Hands the frames of a socket to its session, at the rate allowed for the socket. */
export function readFrames(
  { socket, connection, session }: { socket: WebSocket; connection: Connection; session: ProtocolSession },
  {
    isClosing,
    onAlive,
  }: {
    /** Whether the server closes all sockets. */
    isClosing: () => boolean;
    /** Called for each frame of any kind. */
    onAlive: () => void;
  },
): void {
  const inflow = makeInflow();
  const unread: { bytes: Buffer; isBinary: boolean }[] = [];
  let isResting = false;

  /** Whether a frame is processed at all: a peer may continue to send after we have closed. */
  function isAccepted(): boolean {
    if (isClosing() || !connection.isOpen()) return false;
    onAlive();
    if (inflow.mayReceive()) return true;
    connection.close(realtime.CloseCode.tooManyFrames, 'too many frames');
    return false;
  }

  /** Processes received frames until the socket must rest. The others wait, mostly in the network. */
  function readOn(): void {
    for (let next = unread.shift(); next && connection.isOpen() && !isClosing(); next = unread.shift()) {
      const { bytes, isBinary } = next;
      // No protocol uses binary frames, so they are ignored, but they count.
      if (!isBinary) session.receive(bytes.toString('utf8'));
      const restMs = inflow.countBytes(bytes.length, connection.identity !== undefined);
      if (restMs > 0) return rest(restMs);
    }
  }

  function rest(ms: number): void {
    isResting = true;
    socket.pause();
    setTimeout(() => {
      isResting = false;
      socket.resume();
      readOn();
    }, ms).unref();
  }

  socket.on('pong', isAccepted);
  socket.on('ping', isAccepted);
  socket.on('message', (data, isBinary) => {
    if (!isAccepted()) return;
    unread.push({ bytes: data as Buffer, isBinary }); // ws delivers one buffer by default
    if (!isResting) readOn();
  });
}
