import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookies of the console: the secrets of the session, of a known device, and of a browser that is about to sign in. */
export type CookieName = 'session' | 'device' | 'browser';

/** How long a browser keeps the secret of the device, in seconds. The other cookies end with the browser. */
const DEVICE_SECONDS = 365 * 24 * 3600;

/** The value of a cookie of the request; undefined if it has none. */
export function readCookie(request: FastifyRequest, name: CookieName): string | undefined {
  const prefix = `${fullName(request, name)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  return value !== undefined && VALUE.test(value) ? value : undefined;
}

/** Sets a cookie, or deletes it with an undefined value. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, value }: { name: CookieName; value: string | undefined },
): void {
  const seconds = value === undefined ? 0 : name === 'device' ? DEVICE_SECONDS : undefined;
  const attributes = [
    `${fullName(request, name)}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure(request) ? ['Secure'] : []),
    ...(seconds === undefined ? [] : [`Max-Age=${seconds}`]),
  ];
  // Several calls add up to several headers.
  reply.header('set-cookie', attributes.join('; '));
}

/** All secrets are hexadecimal digits. */
const VALUE = /^[0-9a-f]{64}$/;

/** With TLS the prefix makes browsers refuse a cookie that another host or a plain connection has set. */
function fullName(request: FastifyRequest, name: CookieName): string {
  return `${isSecure(request) ? '__Host-' : ''}kith-${name}`;
}

function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}
