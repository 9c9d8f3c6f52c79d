import { realtime } from '@kith/contract';
import type { Socket } from 'node:net';
import type { Connection } from '../realtime/connection.js';
import type { Timing } from '../realtime/timing.js';

/** An open connection, with what the last check saw. */
export interface WatchedConnection {
  readonly connection: Socket;
  /** Set after an upgrade: then it has its own timeout and ends with a close code. */
  readonly socket: Pick<Connection, 'close'> | undefined;
  /** The bytes that the system had accepted at the last check; undefined if no data was waiting. */
  passedOn: number | undefined;
  /** How long data has been waiting since then. */
  waitedMs: number;
}

/** Watches the progress of open connections. */
export interface ProgressWatch {
  close(): void;
}

/**
 * Ends connections whose peer does not read, which frees their files, frames and descriptors. The check is whether
 * bytes leave, not how long a response takes.
 */
export function watchProgress(
  connections: ReadonlyMap<Socket, WatchedConnection>,
  timing: Pick<Timing, 'unreadForMs' | 'slowForMs' | 'lookEveryMs'>,
): ProgressWatch {
  let lookedAt = performance.now();

  function look(): void {
    const now = performance.now();
    // While this process was busy, no peer could make progress.
    const passedMs = Math.min(now - lookedAt, 2 * timing.lookEveryMs);
    lookedAt = now;
    for (const watched of connections.values()) {
      const { connection, socket } = watched;
      const passedOn = connection.writableLength === 0 ? undefined : passedOnBy(connection);
      const isStuck = passedOn !== undefined && passedOn === watched.passedOn;
      watched.waitedMs = isStuck ? watched.waitedMs + passedMs : 0;
      watched.passedOn = passedOn;
      if (watched.waitedMs < (socket ? timing.slowForMs : timing.unreadForMs)) continue;
      if (socket) socket.close(realtime.CloseCode.tooSlow, 'too slow');
      else connection.destroy();
    }
  }

  const looks = setInterval(look, timing.lookEveryMs).unref();
  return { close: () => clearInterval(looks) };
}

/** The number of bytes that the system has accepted for a peer. */
function passedOnBy(socket: Socket): number {
  // The untyped `writeQueueSize` counts the bytes that the system has not accepted yet; Node's own timeouts use it too.
  const { _handle } = socket as unknown as { _handle?: { writeQueueSize?: number } | null };
  return socket.bytesWritten - socket.writableLength - (_handle?.writeQueueSize ?? 0);
}
