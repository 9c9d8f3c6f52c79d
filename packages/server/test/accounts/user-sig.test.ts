import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signUserSig } from '../../src/adapters/user-sig.js';

// Tencent's own implementation has no types.
interface TencentApi {
  genUserSig(userId: string, ttlSeconds: number): string;
}
const { Api } = createRequire(import.meta.url)('tls-sig-api-v2') as {
  Api: new (appId: number, key: string) => TencentApi;
};

const app = { appId: 1400000001, key: 'a-key-of-the-call-service' };
const issuedAt = 1_790_000_000;
const ttlSeconds = 86_400;

describe('UserSig and the reference implementation of Tencent', () => {
  beforeEach(() => vi.useFakeTimers({ now: issuedAt * 1000, toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  it.each(['Mac_trtc_10001', 'x', '阿达', 'a"b\\c'])('produce the same text for %s', (userId) => {
    const theirs = new Api(app.appId, app.key).genUserSig(userId, ttlSeconds);
    expect(signUserSig({ ...app, userId, issuedAt, ttlSeconds })).toBe(theirs);
  });
});
