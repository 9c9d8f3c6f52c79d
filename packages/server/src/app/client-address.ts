import type { IncomingMessage } from 'node:http';
import { parseAddress } from '@kith/core/kernel';
import { trustIn } from '../config/trusted-proxies.js';

/** Tells the network address of the client of a request or upgrade, in canonical form; '' when the peer is gone. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * Believes `X-Forwarded-For` from right to left for as long as trusted proxies wrote it. An entry that is no address
 * ends this, so that whoever can write garbage there is counted as the last hop that is known.
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
