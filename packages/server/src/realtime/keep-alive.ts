import { bounds } from '@kith/core/kernel';
import type { FrameReader } from './read-frames.js';

/** Closes sockets whose peer no longer responds. */
export interface KeepAlive {
  stop(): void;
}

/**
 * Pings all sockets; one that has sent nothing since the last ping is dead. Many sockets are pinged in slices, because
 * the pings of all of them would block the event loop.
 */
export function startKeepAlive(
  sockets: () => Iterable<Pick<FrameReader, 'isAlive' | 'ping' | 'terminate'>>,
  everyMs: number,
): KeepAlive {
  const waiting = new Set<NodeJS.Timeout>();

  function round(): void {
    const all = [...sockets()];
    const most = bounds.connection.pingsAtOnce;
    for (let i = 0; i < all.length; i += most) {
      const slice = all.slice(i, i + most);
      const timer = setTimeout(
        () => {
          waiting.delete(timer);
          for (const socket of slice) {
            if (socket.isAlive) socket.ping();
            else socket.terminate();
          }
        },
        (i / most) * bounds.connection.pingSliceEveryMs,
      ).unref();
      waiting.add(timer);
    }
  }

  const rounds = setInterval(round, everyMs).unref();
  return {
    stop: () => {
      clearInterval(rounds);
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}
