import { realtime } from '@kith/contract';
import { findInvalidSessions } from '@kith/core/accounts';
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
import { makeInflow } from './inflow.js';
import type { ProtocolSession, StartSession } from './session.js';

/** After a restart, clients reconnect spread over this time. */
const SPREAD_MS = 5_000;

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
  const options = {
    noServer: true,
    maxPayload: realtime.MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // Missing in the types of `ws`.
    closeTimeout: deps.timing.closeWithinMs,
    handleProtocols: (offered: Set<string>) =>
      offered.has(realtime.SUBPROTOCOL) ? realtime.SUBPROTOCOL : (false as const),
  };
  const sockets = new WebSocketServer(options);
  const sessions = new Map<Connection, ProtocolSession>();
  /** Unfinished work of sockets that have closed. */
  const leaving = new Set<Promise<void>>();
  const alive = new WeakSet<WebSocket>();
  let isClosing = false;

  function accept(
    socket: WebSocket,
    request: IncomingMessage,
    stream: Duplex,
    adopt: (socket: UpgradedSocket) => void,
  ): void {
    const protocol = socket.protocol === realtime.SUBPROTOCOL ? 'kith.v1' : 'im';
    const address = deps.addressOf(request);
    const facts = { id: deps.ids.hex(10), address, protocol } as const;
    const connection = makeConnection(socket, stream, facts, deps.timing);
    const session = protocols[protocol](connection);
    const inflow = makeInflow();
    sessions.set(connection, session);
    alive.add(socket);
    adopt({
      hasAccount: () => connection.identity !== undefined,
      isAsking: () => connection.isAsking,
      end: () => connection.close(realtime.CloseCode.tooManySockets, 'too many sockets of this address'),
    });
    // The stream of an upgrade is the connection itself.
    watch.adopt(stream as Socket, {
      unreadForMs: deps.timing.slowForMs,
      end: () => connection.close(realtime.CloseCode.tooSlow, 'too slow'),
    });

    /** Whether a frame is processed at all: a peer may continue to send after we have closed. */
    function isHeard(): boolean {
      if (isClosing || !connection.isOpen()) return false;
      alive.add(socket);
      if (inflow.mayReceive()) return true;
      connection.close(realtime.CloseCode.tooManyFrames, 'too many frames');
      return false;
    }

    const unread: { bytes: Buffer; isBinary: boolean }[] = [];
    let isResting = false;

    /** Processes received frames at the rate allowed for the socket. The rest waits, mostly in the network. */
    function readOn(): void {
      for (let next = unread.shift(); next && connection.isOpen() && !isClosing; next = unread.shift()) {
        const { bytes, isBinary } = next;
        // No protocol uses binary frames, so they are ignored, but they count.
        if (!isBinary) session.receive(bytes.toString('utf8'));
        const restMs = inflow.countBytes(bytes.length, connection.identity !== undefined);
        if (restMs > 0) return rest(restMs);
      }
    }

    function rest(ms: number): void {
      isResting = true;
      socket.pause();
      setTimeout(() => {
        isResting = false;
        socket.resume();
        readOn();
      }, ms).unref();
    }

    socket.on('pong', isHeard);
    socket.on('ping', isHeard);
    socket.on('error', (error) => deps.log.info({ err: error }, 'a socket failed'));
    socket.on('close', () => {
      sessions.delete(connection);
      session.closed();
      const work = session.idle().finally(() => leaving.delete(work));
      leaving.add(work);
    });
    socket.on('message', (data, isBinary) => {
      if (!isHeard()) return;
      unread.push({ bytes: data as Buffer, isBinary }); // ws delivers one buffer by default
      if (!isResting) readOn();
    });
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return passOver(server, request, stream, head);
    stream.on('error', () => stream.destroy());
    const adopt = caps.admitSocket(request);
    // Refuse before the upgrade: clients count an opened socket as a success, and reconnect without a pause.
    if (!adopt)
      return void stream.end(
        'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n',
      );
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request, stream, adopt));
  });

  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, deps.timing.pingEveryMs).unref();

  let sweeping: Promise<void> | undefined;
  const sweeps = setInterval(() => {
    if (sweeping) return;
    const ids = new Set<string>();
    for (const { identity } of deps.hub.all()) if (identity) ids.add(identity.session.id);
    const asked = ids.size === 0 ? Promise.resolve([]) : findInvalidSessions(deps.db, [...ids]);
    sweeping = asked
      .then((dead) => {
        deps.auth.forget(dead);
        closeSessions(new Set(dead));
      })
      .catch((error: unknown) => deps.log.warn({ err: error }, 'revoked sessions could not be looked up'))
      .finally(() => {
        sweeping = undefined;
      });
  }, deps.timing.sweepEveryMs).unref();

  function closeSessions(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const connection of deps.hub.all()) {
      if (!connection.identity || !ids.has(connection.identity.session.id)) continue;
      sessions.get(connection)?.sendRevoked();
      connection.close(realtime.CloseCode.refused, 'revoked');
    }
  }

  function noteNewerClient(accountId: AccountId, sessionId: string): void {
    for (const connection of deps.hub.of(accountId)) {
      const { identity } = connection;
      if (identity?.session.id !== sessionId) continue;
      connection.identity = { ...identity, session: { ...identity.session, knowsNewerFrames: true } };
    }
  }

  return {
    sockets: () => sessions.keys(),
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') closeSessions(new Set(event.sessionIds));
      if (event.type === 'newer_client_noted') noteNewerClient(event.accountId, event.sessionId);
    },
    restartV1: () => {
      for (const connection of sessions.keys())
        if (connection.protocol === 'kith.v1')
          connection.close(realtime.CloseCode.restart, String(SPREAD_MS));
    },
    close: async () => {
      clearInterval(pings);
      clearInterval(sweeps);
      // Frames from here on are not processed, so they get no answer and are sent again to the next server.
      isClosing = true;
      await atMost(
        bounds.connection.answersWithinMs,
        Promise.all([sweeping, ...leaving, ...[...sessions.values()].map((session) => session.idle())]),
      );
      for (const connection of sessions.keys())
        connection.close(realtime.CloseCode.restart, String(SPREAD_MS));
      await atMost(bounds.connection.handshakesWithinMs, new Promise((done) => sockets.close(done)));
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/**
 * Answers a request that offers another protocol as if it had not, which a server may do. Java's HTTP client offers
 * `h2c` with the first request of every connection.
 */
function passOver(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!/^(?:connection|upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${rawHeaders[i + 1]}`);
  }
  stream.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', stream);
}
