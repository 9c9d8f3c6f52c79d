import { realtime } from '@kith/contract';
import { bounds } from '@kith/core/kernel';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import { makeConnection, type Connection } from './connection.js';
import type { KeepAlive } from './keep-alive.js';
import { readFrames } from './read-frames.js';
import type { ProtocolSession, StartSession } from './session.js';

/** How to start a session of each protocol. */
export type Protocols = Readonly<Record<Connection['protocol'], StartSession>>;

/** The open sockets, each with the session of its protocol. */
export interface OpenSockets {
  /** Starts the session of a socket. */
  accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): Connection;
  connections(): Iterable<Connection>;
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
export function makeOpenSockets(deps: Deps, protocols: Protocols, keepAlive: KeepAlive): OpenSockets {
  const sessions = new Map<Connection, ProtocolSession>();
  /** Unfinished work of sockets that have closed. */
  const leaving = new Set<Promise<void>>();
  let isClosing = false;
  /** Sockets whose further frames are left to the next node. */
  const moving = new WeakSet<Connection>();

  function accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): Connection {
    const protocol = socket.protocol === realtime.SUBPROTOCOL ? 'kith.v1' : 'im';
    const facts = { id: deps.ids.hex(10), address: deps.addressOf(request), protocol } as const;
    const connection = makeConnection(socket, stream, facts, deps.timing);
    const session = protocols[protocol](connection);
    sessions.set(connection, session);
    keepAlive.noteAlive(socket);
    socket.on('error', (error) => deps.log.info({ err: error }, 'a socket failed'));
    socket.on('close', () => {
      sessions.delete(connection);
      session.closed();
      const work = session.idle().finally(() => leaving.delete(work));
      leaving.add(work);
    });
    readFrames(
      { socket, connection, session },
      { isClosing: () => isClosing || moving.has(connection), onAlive: () => keepAlive.noteAlive(socket) },
    );
    return connection;
  }

  function endSessions(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const connection of deps.hub.all()) {
      if (!connection.identity || !ids.has(connection.identity.session.id)) continue;
      sessions.get(connection)?.sendRevoked();
      connection.close(realtime.CloseCode.refused, 'revoked');
    }
  }

  return {
    accept,
    connections: () => sessions.keys(),
    endSessions,
    move: async (connection) => {
      moving.add(connection);
      await atMost(bounds.connection.answersWithinMs, Promise.resolve(sessions.get(connection)?.idle()));
      connection.close(realtime.CloseCode.restart, String(bounds.connection.moveWithinMs));
    },
    stopReading: () => {
      isClosing = true;
    },
    idle: () => Promise.all([...leaving, ...[...sessions.values()].map((session) => session.idle())]),
  };
}
