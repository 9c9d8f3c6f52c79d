import { realtime } from '@kith/contract';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Connection } from '../realtime/connection.js';
import type { Timing } from '../realtime/timing.js';

/** Watches the progress of every connection of a server. */
export interface ProgressWatch {
  /** Registers an upgraded connection, which has its own timeout and ends with a close code. */
  adopt(stream: Socket, upgraded: Pick<Connection, 'close'>): void;
  /** The number of open connections. */
  count(): number;
  close(): void;
}

const NOTHING_WAITS = undefined;

interface Watched {
  upgraded: Pick<Connection, 'close'> | undefined;
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
  timing: Pick<Timing, 'unreadForMs' | 'slowForMs' | 'lookEveryMs'>,
): ProgressWatch {
  const connections = new Map<Socket, Watched>();

  function forget(this: Socket): void {
    connections.delete(this);
  }

  function end(socket: Socket, { upgraded }: Watched): void {
    if (upgraded) upgraded.close(realtime.CloseCode.tooSlow, 'too slow');
    else socket.destroy();
  }

  server.on('connection', (socket: Socket) => {
    // A connection is emitted again after an upgrade to another protocol.
    if (connections.has(socket)) return;
    connections.set(socket, { upgraded: undefined, passedOn: NOTHING_WAITS, waitedMs: 0 });
    socket.on('close', forget);
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
      const unreadForMs = watched.upgraded ? timing.slowForMs : timing.unreadForMs;
      if (watched.waitedMs >= unreadForMs) end(socket, watched);
    }
  }, timing.lookEveryMs).unref();

  return {
    adopt: (stream, upgraded) => {
      const watched = connections.get(stream);
      if (watched) watched.upgraded = upgraded;
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
