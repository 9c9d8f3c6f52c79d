import { createHmac } from 'node:crypto';
import type { RelayServers } from '@kith/core/ports';

/**
 * Access to TURN servers that share a secret with this one (draft-uberti-behave-turn-rest): the user name begins with the
 * time, in seconds, at which it expires, and the credential proves that this server issued it. None without servers.
 */
export function makeTurnRelays(options: {
  readonly turn: { readonly urls: readonly string[]; readonly ttlSeconds: number } | undefined;
  readonly secret: string | undefined;
  readonly now: () => number;
}): RelayServers {
  const { turn, secret, now } = options;
  if (!turn || secret === undefined) return { grant: () => undefined };
  return {
    grant: (name) => {
      const expiresAt = Math.floor(now() / 1000) + turn.ttlSeconds;
      const username = `${expiresAt}:${name}`;
      const credential = createHmac('sha1', secret).update(username).digest('base64');
      return { urls: turn.urls, username, credential, expiresAt: expiresAt * 1000 };
    },
  };
}
