import ipaddr from 'ipaddr.js';
import { bounds } from './bounds.js';

/** `[2001:db8::1]`, with or without a port. */
const BRACKETED = /^\[([^\]]*)\](?::\d{1,5})?$/;
/** `203.0.113.10:40000`, also behind `::ffff:`. */
const DOTTED_WITH_PORT = /^([\da-f:.]*\.\d{1,3}):\d{1,5}$/i;

/**
 * The network address in a text, in its one canonical form, or undefined. A port, brackets, quotes and a zone are
 * dropped, and an IPv4 address that is written as an IPv6 one (mapped or translated) is an IPv4 address.
 */
export function parseAddress(text: string): string | undefined {
  if (text.length > bounds.limit.addressMaxCharacters) return undefined;
  const bare = withoutPort(text.trim().replace(/^"(.*)"$/, '$1')).replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return bare;
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return holdsIPv4(address)
    ? new ipaddr.IPv4(address.toByteArray().slice(12)).toString()
    : address.toString();
}

/**
 * What stands for one client in limits: the IPv4 address, or the IPv6 network of 64 bits, of which every line has one.
 * Also a `cidr` for PostgreSQL. Empty for what is no address: the command line, a connection that is gone.
 */
export function addressKey(address: string): string {
  return networkOf(address, bounds.limit.clientPrefixBits);
}

/** As `addressKey`, for all networks of one site: the IPv4 address, or the IPv6 network of 48 bits. */
export function siteKey(address: string): string {
  return networkOf(address, bounds.limit.sitePrefixBits);
}

function networkOf(address: string, bits: number): string {
  if (!address.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(address) ? address : '';
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`);
  return `${network.toString()}/${bits}`;
}

function withoutPort(text: string): string {
  return (BRACKETED.exec(text) ?? DOTTED_WITH_PORT.exec(text))?.[1] ?? text;
}

/** `::ffff:0:0/96`, `::ffff:0:0:0/96` and `64:ff9b::/96`: whoever sits behind has an IPv4 address. */
function holdsIPv4(address: ipaddr.IPv6): boolean {
  return ['ipv4Mapped', 'rfc6145', 'rfc6052'].includes(address.range());
}
