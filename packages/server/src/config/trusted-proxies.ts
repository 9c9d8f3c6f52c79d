import proxyAddr from '@fastify/proxy-addr';

/** Whether an address is among these addresses and networks, separated by commas. Throws if an entry is neither. */
export function trustIn(proxies: string): (address: string, hop: number) => boolean {
  return proxyAddr.compile(proxies.split(',').map((entry) => entry.trim()));
}
