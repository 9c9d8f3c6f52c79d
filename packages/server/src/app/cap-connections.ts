import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { addressKey, bounds, DomainError, parseAddress, type Log } from '@kith/core/kernel';
import type { ClientAddress } from './client-address.js';
import { makeConnectionSlots, type SlotHolder } from './connection-slots.js';
import type { Metrics } from './metrics.js';

/** Limits the number of connections. */
export interface ConnectionCaps {
  /** Throws `unavailable` for a request on a connection reserved for probes, or if its address has too many. */
  requireConnectionSlot(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Returns a function that registers the upgraded socket, or undefined if the limits are reached. Until it has an
   * account, the socket may be closed to make room, except while one of its tokens is being verified.
   */
  admitSocket(request: IncomingMessage): ((socket: UpgradedSocket) => void) | undefined;
}

/** The state of an upgraded socket that the limits depend on. */
export interface UpgradedSocket {
  hasAccount(): boolean;
  /** Whether one of its tokens is being verified. */
  isAsking(): boolean;
  end(): void;
}

/** The limits and the dependencies of `capConnections`. */
export interface CapOptions {
  readonly most: number;
  /** The part of the warning that explains how to raise the limit. */
  readonly remedy: string;
  readonly mostPerAddress: number;
  readonly isProxy: (address: string) => boolean;
  readonly addressOf: ClientAddress;
  readonly metrics: Metrics;
  readonly log: Log;
}

interface Visit {
  /** Accepted when only the places for probes were left. */
  readonly isLate: boolean;
  requests: number;
  socket: UpgradedSocket | undefined;
}

const RETRY_MS = 5_000;

/**
 * Counts connections per server and per address. Behind a trusted proxy, the requests in progress and the sockets count
 * towards the address that the proxy reports. Sockets with an account count towards that account only.
 */
export function capConnections(server: Server, of: CapOptions): ConnectionCaps {
  const visits = new Map<Socket, Visit>();
  const late = new Map<Socket, Visit>();
  const slots = makeConnectionSlots(of.mostPerAddress);
  const warnFull = makeFullWarning(of);

  server.on('connection', (connection: Socket) => {
    // A connection is emitted again after an upgrade to another protocol.
    if (visits.has(connection)) return;
    const isLate = visits.size >= of.most - bounds.connection.forProbes;
    const visit: Visit = { isLate, requests: 0, socket: undefined };
    visits.set(connection, visit);
    connection.once('close', () => {
      visits.delete(connection);
      late.delete(connection);
    });
    if (isLate) return admitLate(connection, visit);
    const peer = parseAddress(connection.remoteAddress ?? '') ?? '';
    if (!of.isProxy(peer) && !admit(peer, connection, holderOf(connection, visit))) connection.destroy();
  });

  function isFromProxy({ socket }: IncomingMessage): boolean {
    return of.isProxy(parseAddress(socket.remoteAddress ?? '') ?? '');
  }

  /**
   * Requests on late connections are refused, except probes. Idle late connections are closed to make room for probes.
   */
  function admitLate(connection: Socket, visit: Visit): void {
    warnFull();
    late.set(connection, visit);
    setTimeout(() => {
      if (visit.requests === 0) connection.destroy();
    }, bounds.connection.probeWithinMs).unref();
    if (visits.size <= of.most) return;
    const [idle] = [...late].find(([, { requests }]) => requests === 0) ?? [];
    idle?.destroy();
  }

  /** Counts a connection or a request towards an address until it closes. */
  function admit(address: string, counted: Socket | ServerResponse, holder: SlotHolder): boolean {
    const key = addressKey(address);
    if (!slots.admit(key, holder)) {
      of.metrics.refused('connections_address');
      return false;
    }
    counted.once('close', () => slots.remove(key, holder));
    return true;
  }

  return {
    requireConnectionSlot: (request, response) => {
      const visit = visits.get(request.socket);
      if (!visit) return;
      visit.requests++;
      response.once('close', () => visit.requests--);
      if (visit.isLate) response.setHeader('connection', 'close');
      if (visit.isLate && !isProbe(request)) {
        of.metrics.refused('connections');
        throw full();
      }
      if (isFromProxy(request) && !admit(of.addressOf(request), response, holderOfRequest())) throw full();
    },
    admitSocket: (request) => {
      const visit = visits.get(request.socket);
      if (!visit) return undefined;
      if (visit.isLate) {
        of.metrics.refused('connections');
        return undefined;
      }
      const isAdmitted =
        !isFromProxy(request) ||
        admit(of.addressOf(request), request.socket, holderOf(request.socket, visit));
      return isAdmitted
        ? (socket) => {
            visit.socket = socket;
          }
        : undefined;
    },
  };
}

function holderOf(connection: Socket, visit: Visit): SlotHolder {
  return {
    isCounted: () => !visit.socket?.hasAccount(),
    mayEnd: () => (visit.socket ? !visit.socket.isAsking() : visit.requests === 0),
    end: () => (visit.socket ? visit.socket.end() : void connection.destroy()),
  };
}

function holderOfRequest(): SlotHolder {
  return { isCounted: () => true, mayEnd: () => false, end: () => undefined };
}

function full(): DomainError {
  return new DomainError('unavailable', undefined, { retryMs: RETRY_MS });
}

function isProbe({ url }: IncomingMessage): boolean {
  return url === '/healthz' || url === '/readyz';
}

/** Logs that the server is full and how to raise the limit, at most once per interval. */
function makeFullWarning(of: { most: number; remedy: string; log: Log }): () => void {
  let refused = 0;
  let saidAt = -Infinity;
  return () => {
    refused++;
    const now = performance.now();
    if (now - saidAt < bounds.connection.warnEveryMs) return;
    saidAt = now;
    of.log.warn(
      { refused, most: of.most },
      `The limit of ${of.most} open connections is reached. ${of.remedy}`,
    );
    refused = 0;
  };
}
