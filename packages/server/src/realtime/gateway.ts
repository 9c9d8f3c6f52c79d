import { realtime } from '@kith/contract';
import { bounds, type AccountId, type DomainEvent, type Tenant } from '@kith/core/kernel';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import type { ConnectionCaps } from '../app/cap-connections.js';
import type { Connection } from './connection.js';
import type { Hub } from './hub.js';
import { startKeepAlive } from './keep-alive.js';
import { makeOpenSockets, type OpenSockets, type Protocols } from './open-sockets.js';
import { passOver } from './pass-over.js';
import { startSweepingSessions } from './sweep-sessions.js';

/** While sockets move to other nodes, some are closed each time. */
const MOVE_EVERY_MS = 50;

const REFUSED_UPGRADE = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\r\n';

/** The open sockets of the process. */
export interface Gateway {
  onEvent(event: DomainEvent): void;
  /** All open sockets. */
  sockets(): Iterable<Connection>;
  /** Asks `kith.v1` clients to reconnect shortly. */
  restartV1(): void;
  /** How long `close` takes to hand the sockets to other nodes, if there are any. */
  moveMs(): number;
  /**
   * Asks all clients to reconnect, and closes. Beside other nodes, socket by socket, so that these are not overrun;
   * otherwise all at once, and the clients return spread over the same time.
   */
  close(): Promise<void>;
}

/** Accepts WebSocket upgrades on every path and hands each socket to the protocol that it requested. */
export function openGateway(
  deps: Deps,
  server: Server,
  { protocols, caps }: { protocols: Protocols; caps: ConnectionCaps },
): Gateway {
  const sockets = makeSocketServer(deps.timing.closeWithinMs);
  const open = makeOpenSockets(deps, protocols);
  const keepAlive = startKeepAlive(open.readers, deps.timing.pingEveryMs);
  const sweeps = startSweepingSessions(deps, open.endSessions);
  let isClosing = false;

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return passOver(server, request, stream, head);
    stream.on('error', destroyStream);
    const adopt = isClosing ? undefined : caps.admitSocket(request);
    // Refuse before the upgrade: clients count an opened socket as a success, and reconnect without a pause.
    if (!adopt) return void stream.end(REFUSED_UPGRADE);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      adopt(open.accept(socket, request, stream));
    });
  }
  if (deps.config.roles.has('gateway')) server.on('upgrade', onUpgrade);
  deps.auth.onTenantChange((tenant) => applySettings(deps.hub, tenant));

  function moveMs(): number {
    // Workers of one primary stop together, so they do not take over.
    return deps.nodeBus.nodes().size >= deps.config.workers ? spreadMs(sockets.clients.size) : 0;
  }

  return {
    sockets: open.connections,
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') open.endSessions(new Set(event.sessionIds));
      if (event.type === 'newer_client_noted') noteNewerClient(deps.hub, event.accountId, event.sessionId);
    },
    restartV1: () => {
      for (const connection of open.connections())
        if (connection.protocol === 'kith.v1')
          connection.close(realtime.CloseCode.restart, String(spreadMs(sockets.clients.size)));
    },
    moveMs,
    close: async () => {
      isClosing = true;
      const returnMs = spreadMs(sockets.clients.size);
      await moveSockets(open, moveMs());
      keepAlive.stop();
      open.stopReading();
      await atMost(bounds.connection.answersWithinMs, Promise.all([sweeps.stop(), open.idle()]));
      for (const connection of open.connections())
        connection.close(realtime.CloseCode.restart, String(returnMs));
      await atMost(bounds.connection.handshakesWithinMs, new Promise((done) => sockets.close(done)));
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/** The time over which the clients of so many sockets reconnect. */
function spreadMs(count: number): number {
  const { returnWithinMs, returnsPerSecond } = bounds.connection;
  return Math.max(returnWithinMs, Math.round((count / returnsPerSecond) * 1000));
}

/** Closes the open sockets evenly over a time; each receives the answers to its frames first. */
async function moveSockets(open: OpenSockets, withinMs: number): Promise<void> {
  if (withinMs === 0) return;
  const since = performance.now();
  const all = [...open.connections()];
  for (let moved = 0; moved < all.length; await sleep(MOVE_EVERY_MS)) {
    const due = all.length * ((performance.now() - since) / withinMs);
    for (const connection of all.slice(moved, due + 1)) void open.move(connection);
    moved = Math.max(moved, Math.floor(due + 1));
  }
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

/** Shared by all sockets: a closure in the listener of upgrades would keep each request in memory. */
function destroyStream(this: Duplex): void {
  this.destroy();
}

function noteNewerClient(hub: Hub, accountId: AccountId, sessionId: string): void {
  for (const connection of hub.of(accountId)) {
    const { identity } = connection;
    if (identity?.session.id !== sessionId) continue;
    connection.identity = { ...identity, session: { ...identity.session, knowsNewerFrames: true } };
  }
}

/** A socket outlives the settings of its tenant. */
function applySettings(hub: Hub, tenant: Tenant): void {
  for (const connection of hub.all()) {
    const { identity } = connection;
    if (identity?.tenant.id === tenant.id) connection.identity = { ...identity, tenant };
  }
}
