import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Timing } from '../realtime/timing.js';

/** Watches every connection of a server for progress. */
export interface ProgressWatch {
  /** Has a connection that was upgraded ended in its own way, after a patience of its own. */
  adopt(stream: Socket, upgraded: { readonly unreadForMs: number; end(): void }): void;
  /** How many connections are open. */
  count(): number;
  close(): void;
}

const NOTHING_WAITS = undefined;

interface Watched {
  unreadForMs: number;
  end: () => void;
  /** What was written and taken by the system when it was last looked at. */
  passedOn: number | undefined;
  /** How long something has waited since then. */
  waitedMs: number;
}

/**
 * Ends connections of which the peer does not read what was written for it: with the connection its file, its frames
 * and its descriptors are free again. It is looked at whether bytes leave, not for how long an answer takes.
 */
export function watchProgress(
  server: Server,
  timing: Pick<Timing, 'unreadForMs' | 'lookEveryMs'>,
): ProgressWatch {
  const connections = new Map<Socket, Watched>();

  server.on('connection', (socket: Socket) => {
    // What has offered another protocol comes a second time.
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
    // While this process was busy, nobody could make progress.
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

/** How many bytes the system has taken from us for a peer. */
function passedOnBy(socket: Socket): number {
  // The part of a write that the system has taken; not among the types, Node's own timeouts look at it too.
  const { _handle } = socket as unknown as { _handle?: { writeQueueSize?: number } | null };
  return socket.bytesWritten - socket.writableLength - (_handle?.writeQueueSize ?? 0);
}
