import type { WebSocket } from 'ws';

/** Closes sockets whose peer no longer responds. */
export interface KeepAlive {
  /** Records that a peer has sent something. */
  noteAlive(socket: WebSocket): void;
  stop(): void;
}

/** Pings all sockets; one that has sent nothing since the last ping is dead. */
export function startKeepAlive(sockets: ReadonlySet<WebSocket>, everyMs: number): KeepAlive {
  const alive = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    for (const socket of sockets) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, everyMs).unref();
  return {
    noteAlive: (socket) => void alive.add(socket),
    stop: () => clearInterval(pings),
  };
}
