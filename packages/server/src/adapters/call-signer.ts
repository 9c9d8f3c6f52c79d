import type { CallSigner } from '@kith/core/ports';
import { signUserSig } from './user-sig.js';

const TTL_SECONDS = 180 * 24 * 3600;

/** Signs UserSigs if an app id and its key are configured, otherwise returns ''. */
export function makeCallSigner(options: {
  appId: number | undefined;
  key: string | undefined;
  now: () => number;
}): CallSigner {
  const { appId, key, now } = options;
  if (appId === undefined || key === undefined) return { appId: '', sign: () => '' };
  return {
    appId: String(appId),
    sign: (userId) =>
      signUserSig({ appId, key, userId, issuedAt: Math.floor(now() / 1000), ttlSeconds: TTL_SECONDS }),
  };
}
