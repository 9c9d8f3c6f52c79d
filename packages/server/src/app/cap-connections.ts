import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { realtime } from '@kith/contract';
import { addressKey, bounds, DomainError, parseAddress, type Log } from '@kith/core/kernel';
import type { Connection } from '../realtime/connection.js';
import type { ClientAddress } from './client-address.js';
import { makeConnectionSlots, type SlotHolder } from './connection-slots.js';
import type { Metrics } from './metrics.js';
import type { WatchedConnection } from './watch-progress.js';

/** Limits the number of connections, and knows the open ones. */
export interface ConnectionCaps {
  /** The open connections. */
  readonly connections: ReadonlyMap<Socket, WatchedConnection>;
  /** Throws `unavailable` for a request on a connection reserved for probes, or if its address has too many. */
  requireConnectionSlot(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Returns a function that registers the upgraded socket, or undefined if the limits are reached. Until it has an
   * account, the socket may be closed to make room, except while one of its tokens is being verified.
   */
  admitSocket(request: IncomingMessage): ((socket: UpgradedSocket) => void) | undefined;
}

/** An upgraded socket, as far as the limits depend on it. */
type UpgradedSocket = Pick<Connection, 'identity' | 'isAsking' | 'close'>;

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

/** A connection. It holds a slot of its address. */
class Visit implements SlotHolder, WatchedConnection {
  readonly connection: Socket;
  /** Accepted when only the places for probes were left. */
  readonly isLate: boolean;
  requests = 0;
  socket: UpgradedSocket | undefined = undefined;
  /** The address whose slot it holds. */
  key: string | undefined = undefined;
  passedOn: number | undefined = undefined;
  waitedMs = 0;

  constructor(connection: Socket, isLate: boolean) {
    this.connection = connection;
    this.isLate = isLate;
  }

  isCounted(): boolean {
    return this.socket?.identity === undefined;
  }

  mayEnd(): boolean {
    return this.socket ? !this.socket.isAsking : this.requests === 0;
  }

  end(): void {
    if (this.socket) this.socket.close(realtime.CloseCode.tooManySockets, 'too many sockets of this address');
    else this.connection.destroy();
  }
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
    const visit = new Visit(connection, isLate);
    visits.set(connection, visit);
    connection.on('close', end);
    if (isLate) return admitLate(connection, visit);
    const peer = parseAddress(connection.remoteAddress ?? '') ?? '';
    if (!of.isProxy(peer) && !admitVisit(peer, visit)) connection.destroy();
  });

  /** Shared by all connections, as each closure would take memory. */
  function end(this: Socket): void {
    const visit = visits.get(this);
    if (visit?.key !== undefined) slots.remove(visit.key, visit);
    visits.delete(this);
    late.delete(this);
  }

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

  /** Counts a connection or a request towards an address. */
  function admit(key: string, holder: SlotHolder): boolean {
    if (slots.admit(key, holder)) return true;
    of.metrics.refused('connections_address');
    return false;
  }

  function admitVisit(address: string, visit: Visit): boolean {
    const key = addressKey(address);
    if (!admit(key, visit)) return false;
    visit.key = key;
    return true;
  }

  function admitRequest(address: string, response: ServerResponse): boolean {
    const key = addressKey(address);
    const holder = holderOfRequest();
    if (!admit(key, holder)) return false;
    response.once('close', () => slots.remove(key, holder));
    return true;
  }

  return {
    connections: visits,
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
      if (isFromProxy(request) && !admitRequest(of.addressOf(request), response)) throw full();
    },
    admitSocket: (request) => {
      const visit = visits.get(request.socket);
      if (!visit) return undefined;
      if (visit.isLate) {
        of.metrics.refused('connections');
        return undefined;
      }
      if (isFromProxy(request) && !admitVisit(of.addressOf(request), visit)) return undefined;
      return (socket) => {
        visit.socket = socket;
      };
    },
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
