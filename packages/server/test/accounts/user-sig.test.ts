import { createRequire } from 'node:module';
import { deflateSync, inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signUserSig, verifyUserSig } from '../../src/adapters/user-sig.js';

// Tencent's own implementation has no types.
interface TencentApi {
  genUserSig(userId: string, ttlSeconds: number): string;
  genPrivateMapKey(userId: string, ttlSeconds: number, room: number, privileges: number): string;
}
const { Api } = createRequire(import.meta.url)('tls-sig-api-v2') as {
  Api: new (appId: number, key: string) => TencentApi;
};

const app = { appId: 1400000001, key: 'a-key-of-the-call-service' };
const issuedAt = 1_790_000_000;
const ttlSeconds = 86_400;
const userId = 'Mac_trtc_10001';
const ada = { ...app, userId, now: issuedAt };
const sig = signUserSig({ ...app, userId, issuedAt, ttlSeconds });

describe('a UserSig and the implementation of Tencent', () => {
  beforeEach(() => vi.useFakeTimers({ now: issuedAt * 1000, toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  it.each(['Mac_trtc_10001', 'x', '阿达', 'a"b\\c'])('make the same text for %s', (userId) => {
    const theirs = new Api(app.appId, app.key).genUserSig(userId, ttlSeconds);
    expect(signUserSig({ ...app, userId, issuedAt, ttlSeconds })).toBe(theirs);
    expect(verifyUserSig(theirs, { ...ada, userId })).toBe(true);
  });

  it('have another opinion of a room key: it opens a room, it does not say who somebody is', () => {
    const roomKey = new Api(app.appId, app.key).genPrivateMapKey(userId, ttlSeconds, 7, 255);
    expect(verifyUserSig(roomKey, ada)).toBe(false);
  });
});

describe('a UserSig', () => {
  it('holds from its making until it expires', () => {
    expect(verifyUserSig(sig, ada)).toBe(true);
    expect(verifyUserSig(sig, { ...ada, now: issuedAt + ttlSeconds - 1 })).toBe(true);
    expect(verifyUserSig(sig, { ...ada, now: issuedAt + ttlSeconds })).toBe(false);
  });

  it('of ada is refused for bo, for another application and under another key', () => {
    expect(verifyUserSig(sig, { ...ada, userId: 'Mac_trtc_10002' })).toBe(false);
    expect(verifyUserSig(sig, { ...ada, appId: 1400000002 })).toBe(false);
    expect(verifyUserSig(sig, { ...ada, key: 'another-key' })).toBe(false);
  });

  it('is refused when one character is changed, wherever it stands', () => {
    const alphabet = 'AZaz09*-_=+/ ';
    const passed: string[] = [];
    for (let at = 0; at < sig.length; at += 1) {
      for (const other of alphabet) {
        const changed = sig.slice(0, at) + other + sig.slice(at + 1);
        if (changed !== sig && verifyUserSig(changed, ada)) passed.push(changed);
      }
    }
    // zlib leaves up to seven bits before its checksum without a meaning. They carry nothing: the document is the same.
    expect(passed.filter((changed) => unpack(changed) !== unpack(sig))).toEqual([]);
    expect(passed.length).toBeLessThan(13);
  });

  it('is refused when any member of the document is changed and packed again', () => {
    expect(verifyUserSig(repack({}), ada)).toBe(true);
    expect(
      verifyUserSig(repack({ 'TLS.identifier': 'Mac_trtc_10002' }), { ...ada, userId: 'Mac_trtc_10002' }),
    ).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.sdkappid': 1400000002 }), { ...ada, appId: 1400000002 })).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.time': issuedAt + 1 }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.expire': ttlSeconds + 1 }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.expire': String(ttlSeconds) }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.expire': 1e300 }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.sig': '' }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.sig': undefined }), ada)).toBe(false);
    expect(verifyUserSig(repack({ 'TLS.ver': '1.0' }), ada)).toBe(false);
  });

  it('that inflates to more than 4 KB is refused, however true the rest of it is', () => {
    expect(verifyUserSig(repack({ padding: 'x'.repeat(3_000) }), ada)).toBe(true);
    const bomb = repack({ padding: 'x'.repeat(2_000_000) });
    expect(bomb.length).toBeLessThan(4096);
    expect(verifyUserSig(bomb, ada)).toBe(false);
  });

  it.each(['', '_', 'nonsense', pack('null'), pack('7'), pack('[]'), pack('{'), 'A'.repeat(100_000)])(
    'that is none (case %#) is refused without an error',
    (text) => expect(verifyUserSig(text, ada)).toBe(false),
  );
});

function repack(change: Record<string, unknown>): string {
  const document = JSON.parse(unpack(sig)) as Record<string, unknown>;
  return pack(JSON.stringify({ ...document, ...change }));
}

function pack(text: string): string {
  return deflateSync(text).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
}

function unpack(text: string): string {
  const base64 = text.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
  return inflateSync(Buffer.from(base64, 'base64')).toString();
}
