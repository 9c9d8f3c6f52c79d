import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { addressKey, bounds, DomainError, parseAddress, type Log } from '@kith/core/kernel';
import type { ClientAddress } from './client-address.js';
import { makeCrowds, type Guest } from './crowds.js';
import type { Metrics } from './metrics.js';

/** Keeps the number of connections within bounds. */
export interface ConnectionCaps {
  /** Throws `unavailable` when a request came over a connection that is left for probes, or its address has too many. */
  requireConnectionSlot(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Answers what takes the socket of an upgrade in, or undefined when there is no place for it. It gives way to others
   * while it has no account and none of its tokens is being looked at.
   */
  admitSocket(request: IncomingMessage): ((socket: UpgradedSocket) => void) | undefined;
}

/** A socket as far as its place matters. */
export interface UpgradedSocket {
  hasAccount(): boolean;
  /** Whether a token of it is being looked at. */
  isAsking(): boolean;
  end(): void;
}

interface Visit {
  /** It came when there was room for probes only. */
  readonly isLate: boolean;
  requests: number;
  socket: UpgradedSocket | undefined;
}

const RETRY_MS = 5_000;

/**
 * Counts connections, of the server and of each address. What is behind a trusted proxy is counted by the address that
 * the proxy names: its requests that are being answered, and its sockets. Sockets with an account count for that alone.
 */
export function capConnections(
  server: Server,
  of: {
    readonly most: number;
    /** What an operator raises to have more. */
    readonly remedy: string;
    readonly mostPerAddress: number;
    readonly isProxy: (address: string) => boolean;
    readonly addressOf: ClientAddress;
    readonly metrics: Metrics;
    readonly log: Log;
  },
): ConnectionCaps {
  const visits = new Map<Socket, Visit>();
  const late = new Map<Socket, Visit>();
  const crowds = makeCrowds(of.mostPerAddress);
  const complain = makeComplaint(of);

  server.on('connection', (connection: Socket) => {
    // What has offered another protocol comes a second time.
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
    if (!of.isProxy(peer) && !admit(peer, connection, guestOf(connection, visit))) connection.destroy();
  });

  function isFromProxy({ socket }: IncomingMessage): boolean {
    return of.isProxy(parseAddress(socket.remoteAddress ?? '') ?? '');
  }

  /** Most are refused with what they ask for; probes are answered, and whoever does not ask makes room for them. */
  function admitLate(connection: Socket, visit: Visit): void {
    complain();
    late.set(connection, visit);
    setTimeout(() => {
      if (visit.requests === 0) connection.destroy();
    }, bounds.connection.probeWithinMs).unref();
    if (visits.size <= of.most) return;
    const [idle] = [...late].find(([, { requests }]) => requests === 0) ?? [];
    idle?.destroy();
  }

  function guestOf(connection: Socket, visit: Visit): Guest {
    return {
      isCounted: () => !visit.socket?.hasAccount(),
      mayEnd: () => (visit.socket ? !visit.socket.isAsking() : visit.requests === 0),
      end: () => (visit.socket ? visit.socket.end() : void connection.destroy()),
    };
  }

  function admit(address: string, connection: Socket, guest: Guest): boolean {
    const key = addressKey(address);
    if (!crowds.admit(key, guest)) {
      of.metrics.refused('connections_address');
      return false;
    }
    connection.once('close', () => crowds.remove(key, guest));
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
        throw new DomainError('unavailable', undefined, { retryMs: RETRY_MS });
      }
      if (!isFromProxy(request)) return;
      const key = addressKey(of.addressOf(request));
      const guest: Guest = { isCounted: () => true, mayEnd: () => false, end: () => undefined };
      if (!crowds.admit(key, guest)) {
        of.metrics.refused('connections_address');
        throw new DomainError('unavailable', undefined, { retryMs: RETRY_MS });
      }
      response.once('close', () => crowds.remove(key, guest));
    },
    admitSocket: (request) => {
      const visit = visits.get(request.socket);
      if (!visit) return undefined;
      if (visit.isLate) {
        of.metrics.refused('connections');
        return undefined;
      }
      const isAdmitted =
        !isFromProxy(request) || admit(of.addressOf(request), request.socket, guestOf(request.socket, visit));
      return isAdmitted
        ? (socket) => {
            visit.socket = socket;
          }
        : undefined;
    },
  };
}

function isProbe({ url }: IncomingMessage): boolean {
  return url === '/healthz' || url === '/readyz';
}

/** Says that the server is full and what to do about it, once in a while. */
function makeComplaint(of: { most: number; remedy: string; log: Log }): () => void {
  let refused = 0;
  let saidAt = -Infinity;
  return () => {
    refused++;
    const now = performance.now();
    if (now - saidAt < bounds.connection.complainEveryMs) return;
    saidAt = now;
    of.log.warn({ refused, most: of.most }, `No more than ${of.most} connections may be open. ${of.remedy}`);
    refused = 0;
  };
}
