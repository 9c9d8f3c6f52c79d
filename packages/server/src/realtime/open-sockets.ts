import { realtime } from '@kith/contract';
import { bounds } from '@kith/core/kernel';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import { makeConnection, type Connection } from './connection.js';
import { readFrames, type FrameReader } from './read-frames.js';
import type { StartSession } from './session.js';

/** How to start a session of each protocol. */
export type Protocols = Readonly<Record<Connection['protocol'], StartSession>>;

/** The open sockets, each with the session of its protocol. */
export interface OpenSockets {
  /** Starts the session of a socket. */
  accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): Connection;
  connections(): Iterable<Connection>;
  readers(): Iterable<FrameReader>;
  /** Notifies the sockets of revoked sessions, and closes them. */
  endSessions(ids: ReadonlySet<string>): void;
  /** Answers the received frames of a socket, and then asks its client to reconnect to another node. */
  move(connection: Connection): Promise<void>;
  /** Frames from here on are not processed, so they get no answer and are sent again to the next server. */
  stopReading(): void;
  /** Resolves when all received frames are answered, also those of sockets that have closed. */
  idle(): Promise<unknown>;
}

/** Keeps the open sockets of the process. */
export function makeOpenSockets(deps: Deps, protocols: Protocols): OpenSockets {
  const readers = new Set<FrameReader>();
  /** Unfinished work of sockets that have closed. */
  const leaving = new Set<Promise<void>>();
  let isClosing = false;
  /** Sockets whose further frames are left to the next node. */
  const moving = new WeakSet<Connection>();
  const reading = {
    isClosing: (connection: Connection) => isClosing || moving.has(connection),
    onError,
    onClose,
  };

  function accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): Connection {
    const protocol = socket.protocol === realtime.SUBPROTOCOL ? 'kith.v1' : 'im';
    const facts = { id: deps.ids.hex(10), address: deps.addressOf(request), protocol } as const;
    const connection = makeConnection(socket, stream, facts, deps.timing);
    const session = protocols[protocol](connection);
    connection.session = session;
    readers.add(readFrames(socket, { connection, session }, reading));
    return connection;
  }

  function onError(error: Error): void {
    deps.log.info({ err: error }, 'a socket failed');
  }

  function onClose(reader: FrameReader): void {
    const { session } = reader;
    readers.delete(reader);
    session.closed();
    const work = session.idle().finally(() => leaving.delete(work));
    leaving.add(work);
  }

  function endSessions(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const connection of deps.hub.all()) {
      if (!connection.identity || !ids.has(connection.identity.session.id)) continue;
      connection.session?.sendRevoked();
      connection.close(realtime.CloseCode.refused, 'revoked');
    }
  }

  function* connections(): Iterable<Connection> {
    for (const { connection } of readers) yield connection;
  }

  return {
    accept,
    connections,
    readers: () => readers,
    endSessions,
    move: async (connection) => {
      moving.add(connection);
      await atMost(bounds.connection.answersWithinMs, Promise.resolve(connection.session?.idle()));
      connection.close(realtime.CloseCode.restart, String(bounds.connection.moveWithinMs));
    },
    stopReading: () => {
      isClosing = true;
    },
    idle: () => Promise.all([...leaving, ...[...readers].map(({ session }) => session.idle())]),
  };
}
