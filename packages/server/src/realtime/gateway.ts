import { realtime } from '@kith/contract';
import { bounds, type AccountId, type DomainEvent } from '@kith/core/kernel';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import type { ConnectionCaps, UpgradedSocket } from '../app/cap-connections.js';
import type { ProgressWatch } from '../app/watch-progress.js';
import { makeConnection, type Connection } from './connection.js';
import type { Hub } from './hub.js';
import { startKeepAlive } from './keep-alive.js';
import { passOver } from './pass-over.js';
import { readFrames } from './read-frames.js';
import { startRevocations } from './revocations.js';
import type { ProtocolSession, StartSession } from './session.js';

/** After a restart, clients reconnect spread over this time. */
const SPREAD_MS = 5_000;

const REFUSED_UPGRADE =
  'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n';

/** The open sockets of the process. */
export interface Gateway {
  onEvent(event: DomainEvent): void;
  /** All open sockets. */
  sockets(): Iterable<Connection>;
  /** Tells `kith.v1` clients to reconnect shortly. */
  restartV1(): void;
  /** Tells all clients to reconnect shortly, and closes. */
  close(): Promise<void>;
}

/** Accepts WebSocket upgrades on every path and hands each socket to the protocol that it requested. */
export function openGateway(
  deps: Deps,
  server: Server,
  {
    protocols,
    watch,
    caps,
  }: {
    protocols: Readonly<Record<Connection['protocol'], StartSession>>;
    watch: ProgressWatch;
    caps: ConnectionCaps;
  },
): Gateway {
  const sockets = makeSocketServer(deps.timing.closeWithinMs);
  const sessions = new Map<Connection, ProtocolSession>();
  /** Unfinished work of sockets that have closed. */
  const leaving = new Set<Promise<void>>();
  const keepAlive = startKeepAlive(sockets.clients, deps.timing.pingEveryMs);
  const revocations = startRevocations(deps, endSessions);
  let isClosing = false;

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return passOver(server, request, stream, head);
    stream.on('error', () => stream.destroy());
    const adopt = caps.admitSocket(request);
    // Refuse before the upgrade: clients count an opened socket as a success, and reconnect without a pause.
    if (!adopt) return void stream.end(REFUSED_UPGRADE);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = accept(socket, request, stream);
      adopt(asUpgradedSocket(connection));
      // The stream of an upgrade is the connection itself.
      watch.adopt(stream as Socket, {
        unreadForMs: deps.timing.slowForMs,
        end: () => connection.close(realtime.CloseCode.tooSlow, 'too slow'),
      });
    });
  });

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
      { isClosing: () => isClosing, onAlive: () => keepAlive.noteAlive(socket) },
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
    sockets: () => sessions.keys(),
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') endSessions(new Set(event.sessionIds));
      if (event.type === 'newer_client_noted') noteNewerClient(deps.hub, event.accountId, event.sessionId);
    },
    restartV1: () => {
      for (const connection of sessions.keys())
        if (connection.protocol === 'kith.v1')
          connection.close(realtime.CloseCode.restart, String(SPREAD_MS));
    },
    close: async () => {
      keepAlive.stop();
      // Frames from here on are not processed, so they get no answer and are sent again to the next server.
      isClosing = true;
      await atMost(
        bounds.connection.answersWithinMs,
        Promise.all([revocations.stop(), ...leaving, ...[...sessions.values()].map((session) => session.idle())]),
      );
      for (const connection of sessions.keys())
        connection.close(realtime.CloseCode.restart, String(SPREAD_MS));
      await atMost(bounds.connection.handshakesWithinMs, new Promise((done) => sockets.close(done)));
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function makeSocketServer(closeTimeout: number): WebSocketServer {
  const options = {
    noServer: true,
    maxPayload: realtime.MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // Missing in the types of `ws`.
    closeTimeout,
    handleProtocols: (offered: Set<string>) =>
      offered.has(realtime.SUBPROTOCOL) ? realtime.SUBPROTOCOL : (false as const),
  };
  return new WebSocketServer(options);
}

function asUpgradedSocket(connection: Connection): UpgradedSocket {
  return {
    hasAccount: () => connection.identity !== undefined,
    isAsking: () => connection.isAsking,
    end: () => connection.close(realtime.CloseCode.tooManySockets, 'too many sockets of this address'),
  };
}

function noteNewerClient(hub: Hub, accountId: AccountId, sessionId: string): void {
  for (const connection of hub.of(accountId)) {
    const { identity } = connection;
    if (identity?.session.id !== sessionId) continue;
    connection.identity = { ...identity, session: { ...identity.session, knowsNewerFrames: true } };
  }
}
