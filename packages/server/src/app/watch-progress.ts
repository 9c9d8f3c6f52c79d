import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Timing } from '../realtime/timing.js';

/** Watches the progress of every connection of a server. */
export interface ProgressWatch {
  /** Registers an upgraded connection, with its own timeout and its own way to end. */
  adopt(stream: Socket, upgraded: { readonly unreadForMs: number; end(): void }): void;
  /** The number of open connections. */
  count(): number;
  close(): void;
}

const NOTHING_WAITS = undefined;

interface Watched {
  unreadForMs: number;
  end: () => void;
  /** The bytes that the system had accepted at the last check. */
  passedOn: number | undefined;
  /** How long data has been waiting since then. */
  waitedMs: number;
}

/**
 * Ends connections whose peer does not read, which frees their files, frames and descriptors. The check is whether
 * bytes leave, not how long a response takes.
 */
export function watchProgress(
  server: Server,
  timing: Pick<Timing, 'unreadForMs' | 'lookEveryMs'>,
): ProgressWatch {
  const connections = new Map<Socket, Watched>();

  server.on('connection', (socket: Socket) => {
    // A connection is emitted again after an upgrade to another protocol.
    if (connections.has(socket)) return;
    connections.set(socket, {
      unreadForMs: timing.unreadForMs,
      end: () => socket.destroy(),
      passedOn: NOTHING_WAITS,
      waitedMs: 0,
    });
    socket.once('close', () => connections.delete(socket));
  });

  let lookedAt = performance.now();
  const looks = setInterval(() => {
    const now = performance.now();
    // While this process was busy, no peer could make progress.
    const passedMs = Math.min(now - lookedAt, 2 * timing.lookEveryMs);
    lookedAt = now;
    for (const [socket, watched] of connections) {
      const passedOn = socket.writableLength === 0 ? NOTHING_WAITS : passedOnBy(socket);
      const isStuck = passedOn !== NOTHING_WAITS && passedOn === watched.passedOn;
      watched.waitedMs = isStuck ? watched.waitedMs + passedMs : 0;
      watched.passedOn = passedOn;
      if (watched.waitedMs >= watched.unreadForMs) watched.end();
    }
  }, timing.lookEveryMs).unref();

  return {
    adopt: (stream, { unreadForMs, end }) => {
      const watched = connections.get(stream);
      if (watched) Object.assign(watched, { unreadForMs, end });
    },
    count: () => connections.size,
    close: () => clearInterval(looks),
  };
}

/** The number of bytes that the system has accepted for a peer. */
function passedOnBy(socket: Socket): number {
  // The untyped `writeQueueSize` counts the bytes that the system has not accepted yet; Node's own timeouts use it too.
  const { _handle } = socket as unknown as { _handle?: { writeQueueSize?: number } | null };
  return socket.bytesWritten - socket.writableLength - (_handle?.writeQueueSize ?? 0);
}
