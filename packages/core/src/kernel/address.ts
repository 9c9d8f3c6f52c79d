import ipaddr from 'ipaddr.js';
import { bounds } from './bounds.js';

/** `[2001:db8::1]`, with or without a port. */
const BRACKETED = /^\[([^\]]*)\](?::\d{1,5})?$/;
/** `203.0.113.10:40000`, optionally prefixed with `::ffff:`. */
const DOTTED_WITH_PORT = /^([\da-f:.]*\.\d{1,3}):\d{1,5}$/i;

/** The only IPv6 addresses that are assigned to the public. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The canonical form of the network address in a text, or undefined. Removes a port, brackets, quotes and a zone, and
 * converts mapped or translated IPv6 addresses to IPv4.
 */
export function parseAddress(text: string): string | undefined {
  if (text.length > bounds.limit.addressMaxCharacters) return undefined;
  const bare = withoutPort(text.trim().replace(/^"(.*)"$/, '$1')).replace(/%.*$/, '');
  // The library throws and catches an error to tell that a text is no IPv4 address, which takes longer than all else here.
  if (bare === '') return undefined;
  if (!bare.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(bare) ? bare : undefined;
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return holdsIPv4(address)
    ? new ipaddr.IPv4(address.toByteArray().slice(12)).toString()
    : address.toString();
}

/**
 * The limit key of one client: its IPv4 address, or its IPv6 /64 network, the usual allocation of one line. Also a
 * valid PostgreSQL `cidr`. Empty for text that is not an address, such as the command line or a closed connection.
 */
export function addressKey(address: string): string {
  return networkOf(address, bounds.limit.clientPrefixBits);
}

/** Like `addressKey`, for all networks of one site: the IPv4 address, or the IPv6 /48 network. */
export function siteKey(address: string): string {
  return networkOf(address, bounds.limit.sitePrefixBits);
}

/**
 * Whether an address belongs to the public internet: neither private, loopback, link-local, unique local, multicast,
 * reserved or unspecified, nor an IPv6 address that carries an IPv4 address.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_UNICAST);
}

function networkOf(address: string, bits: number): string {
  if (!address.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(address) ? address : '';
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return `${network.toString()}/${bits}`;
}

function withoutPort(text: string): string {
  return (BRACKETED.exec(text) ?? DOTTED_WITH_PORT.exec(text))?.[1] ?? text;
}

/** `::ffff:0:0/96`, `::ffff:0:0:0/96` and `64:ff9b::/96` embed an IPv4 address. */
function holdsIPv4(address: ipaddr.IPv6): boolean {
  return ['ipv4Mapped', 'rfc6145', 'rfc6052'].includes(address.range());
}
