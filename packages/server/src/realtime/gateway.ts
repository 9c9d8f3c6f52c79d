import { realtime } from '@kith/contract';
import { findDeadSessions } from '@kith/core/accounts';
import type { DomainEvent } from '@kith/core/kernel';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Deps } from '../app/compose.js';
import { encodeImFrame, startIm } from '../dialects/im/socket.js';
import { makeConnection, type Connection } from './connection.js';
import { encodeFrame } from './frames-v1.js';
import { FRAMES_PER_SECOND, startV1 } from './v1.js';

const PING_EVERY_MS = 25_000;
/** Another process may revoke a session; ours hear of it by asking this often. */
const SWEEP_EVERY_MS = 2_000;
/** After a restart clients come back over this long, not all at once. */
const SPREAD_MS = 5_000;

export interface Gateway {
  onEvent(event: DomainEvent): void;
  /** Tells everybody to come back in a moment, and closes. */
  close(): Promise<void>;
}

/** Accepts WebSocket upgrades on every path and gives each socket to the protocol that it asked for. */
export function openGateway(deps: Deps, server: Server): Gateway {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: realtime.MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(realtime.SUBPROTOCOL) ? realtime.SUBPROTOCOL : false),
  });
  const startSession = { im: startIm(deps), 'kith.v1': startV1(deps) };
  const alive = new WeakSet<WebSocket>();

  function accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): void {
    const protocol = socket.protocol === realtime.SUBPROTOCOL ? 'kith.v1' : 'im';
    const address = request.socket.remoteAddress ?? '';
    const connection = makeConnection(socket, stream, { id: deps.ids.hex(10), address, protocol });
    const session = startSession[protocol](connection);
    const isAllowed = makeFrameLimit(deps.now);
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', (error) => deps.log.info({ err: error }, 'a socket failed'));
    socket.on('close', () => session.closed());
    socket.on('message', (data, isBinary) => {
      alive.add(socket);
      if (isBinary) return;
      if (!isAllowed()) return socket.close(realtime.CloseCode.tooManyFrames, 'too many frames');
      session.receive((data as Buffer).toString('utf8')); // ws gives a Buffer unless told otherwise
    });
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request, stream));
  });

  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_EVERY_MS).unref();

  let isSweeping = false;
  const sweeps = setInterval(() => {
    if (isSweeping) return;
    isSweeping = true;
    const ids = new Set<string>();
    for (const { identity } of deps.hub.all()) if (identity) ids.add(identity.session.id);
    const asked = ids.size === 0 ? Promise.resolve([]) : findDeadSessions(deps.db, [...ids]);
    void asked
      .then((dead) => closeSessions(new Set(dead)))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'revoked sessions could not be looked up'))
      .finally(() => {
        isSweeping = false;
      });
  }, SWEEP_EVERY_MS).unref();

  function closeSessions(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const connection of deps.hub.all()) {
      if (connection.identity && ids.has(connection.identity.session.id)) sayRevoked(connection);
    }
  }

  return {
    onEvent: (event) => {
      if (event.type === 'sessions_revoked') closeSessions(new Set(event.sessionIds));
    },
    close: async () => {
      clearInterval(pings);
      clearInterval(sweeps);
      for (const socket of sockets.clients) socket.close(realtime.CloseCode.restart, String(SPREAD_MS));
      await new Promise<void>((done) => {
        const enough = setTimeout(done, 2000).unref();
        sockets.close(() => {
          clearTimeout(enough);
          done();
        });
      });
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function sayRevoked(connection: Connection): void {
  if (connection.protocol === 'im') {
    connection.send(encodeImFrame({ action: 'checkToken', data: { err: 1, msg: '请先登录' } }));
  } else {
    connection.send(encodeFrame({ t: 'error', code: 'not_signed_in', message: 'The token was revoked.' }));
  }
  connection.close(realtime.CloseCode.refused, 'revoked');
}

/** Counts frames: a sustained rate, with a burst of one second's worth. */
function makeFrameLimit(now: () => number): () => boolean {
  let left = FRAMES_PER_SECOND;
  let at = now();
  return () => {
    const time = now();
    left = Math.min(FRAMES_PER_SECOND, left + ((time - at) * FRAMES_PER_SECOND) / 1000);
    at = time;
    return --left >= 0;
  };
}
