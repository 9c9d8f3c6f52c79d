import type { IncomingMessage } from 'node:http';
import { parseAddress } from '@kith/core/kernel';
import { trustIn } from '../config/trusted-proxies.js';

/** Returns the network address of a client in canonical form; '' if the peer has disconnected. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Reads `X-Forwarded-For` from right to left while the entries come from trusted proxies. An invalid entry ends the
 * search, so that a client that can forge entries counts as the last known hop.
 */
export function makeClientAddress(trusted: string | false): ClientAddress {
  const isTrusted = trusted === false ? () => false : trustIn(trusted);
  return (request) => {
    let address = parseAddress(request.socket.remoteAddress ?? '') ?? '';
    const hops = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    while (hops.length > 0 && address !== '' && isTrusted(address, 0)) {
      const next = parseAddress(hops.pop() ?? '');
      if (next === undefined) break;
      address = next;
    }
    return address;
  };
}
