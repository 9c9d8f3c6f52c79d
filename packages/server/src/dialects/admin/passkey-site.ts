import { invalid } from '@kith/core/kernel';
import type { PasskeySite } from '@kith/core/ports';
import type { FastifyRequest } from 'fastify';

/**
 * Where the passkeys of a request are used: at the configured address, otherwise at the host that the request names. An
 * authenticator binds each passkey to the host that the browser shows, so a request that names another one finds none. Throws
 * `invalid` if the request names no host.
 */
export function passkeySite(
  publicUrl: string | undefined,
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
): PasskeySite {
  // A proxy may end TLS without saying so; browsers have passkeys without TLS only on this computer.
  const usual = `${isLocal(host) ? protocol : 'https'}://${host}`;
  const url = publicUrl ?? usual;
  if (!URL.canParse(url)) throw invalid('host');
  const { hostname: name, origin } = new URL(url);
  return { name, origin };
}

function isLocal(host: string): boolean {
  return /^(?:[\w-]+\.)*localhost(?::\d+)?$/i.test(host);
}
