import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { bounds } from '@kith/core/kernel';
import { connectionsWithin, readDescriptorLimit } from '../../app/descriptors.js';

/** Where to listen. Port 0 lets the system choose one. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** The length of the system's queue. */
  readonly backlog: number;
}

/** A process that serves connections. */
export interface Taker {
  /** Receives a connection and responds with `answered`. */
  offer(connection: Socket): void;
}

/**
 * Accepts connections and hands them to processes in turn, one at a time to each. It listens also while no process is
 * ready: connections then wait for the next one, for a limited time.
 */
export interface HandOver {
  /** Listens; resolves with the port. */
  listen(place: Place): Promise<number>;
  /** A process takes connections from now on. */
  join(taker: Taker): void;
  /** A process has taken the connection that it was offered, or takes none any more. */
  answered(taker: Taker, isTaken: boolean): void;
  /** A process has ended. Another one gets the connection that it had not taken. */
  leave(taker: Taker): void;
  /** No other process will join. Connections that nobody takes end, and with the first of them the listening. */
  end(): void;
  /** Stops listening, and ends the waiting connections. */
  close(): void;
}

/** Creates a hand-over that does not listen yet. */
export function makeHandOver(): HandOver {
  const servers: Server[] = [];
  const free = new Set<Taker>();
  const offered = new Map<Taker, Socket>();
  const waiting = new Map<Socket, NodeJS.Timeout>();
  let isEnding = false;

  function place(connection: Socket): void {
    const [taker] = free;
    if (!taker) return wait(connection);
    free.delete(taker);
    offered.set(taker, connection);
    taker.offer(connection);
  }

  function wait(connection: Socket): void {
    if (isEnding && offered.size === 0) {
      connection.destroy();
      return close();
    }
    const giveUp = setTimeout(() => {
      waiting.delete(connection);
      connection.destroy();
    }, bounds.worker.connectionWaitsMs);
    waiting.set(connection, giveUp);
  }

  function join(taker: Taker): void {
    free.add(taker);
    const [longest] = waiting;
    if (!longest) return;
    const [connection, giveUp] = longest;
    clearTimeout(giveUp);
    waiting.delete(connection);
    place(connection);
  }

  function leave(taker: Taker): void {
    free.delete(taker);
    const connection = offered.get(taker);
    offered.delete(taker);
    if (connection) place(connection);
  }

  function close(): void {
    for (const server of servers) server.close();
    for (const [connection, giveUp] of waiting) {
      clearTimeout(giveUp);
      connection.destroy();
    }
    waiting.clear();
  }

  return {
    listen: async ({ host, port, backlog }) => {
      // `localhost` may have an address of each family.
      const [first, ...others] =
        host === 'localhost' ? await lookup(host, { all: true }) : [{ address: host }];
      const chosen = await listen(first?.address ?? host, port);
      // As in a server without workers, only the first one is indispensable.
      for (const { address } of others) await listen(address, chosen).catch(() => undefined);
      return chosen;

      async function listen(address: string, at: number): Promise<number> {
        // Nothing is read here. The other options are those of Node's HTTP server.
        const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, place);
        server.maxConnections = connectionsWithin(readDescriptorLimit());
        server.listen({ host: address, port: at, backlog });
        await once(server, 'listening');
        server.on('error', () => undefined); // one connection could not be accepted
        servers.push(server);
        return (server.address() as AddressInfo).port; // a listening TCP server has an AddressInfo
      }
    },
    join,
    answered: (taker, isTaken) => {
      if (!isTaken) return leave(taker);
      const connection = offered.get(taker);
      if (!connection) return;
      offered.delete(taker);
      connection.destroy(); // the copy of this process; the other one stays open
      join(taker);
    },
    leave,
    end: () => {
      isEnding = true;
    },
    close,
  };
}
