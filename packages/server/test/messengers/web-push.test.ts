import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { isPublicAddress } from '@kith/core/kernel';
import { NotSent, SubscriptionGone, type PushNote } from '@kith/core/ports';
import { deriveVapidKeys } from '../../src/adapters/push/vapid-keys.js';
import { makeWebPush } from '../../src/adapters/push/web-push.js';
import { startPushService, VAPID, type PushService } from './push-service.js';

let service: PushService;
beforeAll(async () => void (service = await startPushService()));
afterAll(() => service.stop());
beforeEach(() => void (service.pushed.length = 0));

const listId = '0123456789abcdef0123456789abcdef';
const NOTE: PushNote = {
  kind: 'message',
  listId,
  seq: 7,
  unread: 2,
  title: '阿達',
  sender: '',
  text: '你好',
  contentType: 0,
};

test('only the browser reads a push message, and the service sees whose it is and what it replaces', async () => {
  const browser = service.subscribe();
  expect(await service.sender.send(browser, NOTE)).toBe('HTTP 201');
  const [{ payload, headers }] = service.pushed as [PushService['pushed'][number]];
  expect(payload).toEqual({
    type: 'message',
    list_id: listId,
    seq: 7,
    unread: 2,
    title: '阿達',
    sender: '',
    text: '你好',
    content_type: 0,
  });
  expect(headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    topic: listId,
    urgency: 'high',
    ttl: '86400',
  });
  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization!)!;
  expect(key).toBe(VAPID.publicKey);
  const point = Buffer.from(key!, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const verified = await jwtVerify(token!, createPublicKey({ key: jwk, format: 'jwk' }), {
    audience: service.url,
  });
  expect(verified.payload.sub).toBe('mailto:kith@example.org');
});

test('the keys follow from the secret of the tokens, so every node has them', () => {
  const secret = new TextEncoder().encode('a secret of the tests, long enough');
  expect(deriveVapidKeys(secret)).toEqual(deriveVapidKeys(secret));
  expect(deriveVapidKeys(secret)).not.toEqual(deriveVapidKeys(new TextEncoder().encode('another secret')));
  expect(Buffer.from(VAPID.publicKey, 'base64url')).toHaveLength(65);
  expect(Buffer.from(VAPID.privateKey, 'base64url')).toHaveLength(32);
});

test('404 and 410 mean that the browser is gone; other statuses, and redirects, are never followed or repeated here', async () => {
  const browser = service.subscribe();
  const meanings: [number, string][] = [
    [404, 'gone'],
    [410, 'gone'],
    [302, 'never'],
    [400, 'never'],
    [413, 'never'],
    [429, 'later'],
    [503, 'later'],
  ];
  for (const [status, meaning] of meanings) {
    service.answers.set(browser.path, status);
    const error = await service.sender.send(browser, NOTE).catch((failure: unknown) => failure);
    const found = error instanceof SubscriptionGone ? 'gone' : (error as NotSent).failure;
    expect([status, found]).toEqual([status, meaning]);
  }
});

test('no endpoint leads to a private address, whatever name it has', async () => {
  const sender = makeWebPush({ keys: VAPID, contact: 'mailto:kith@example.org' });
  const refused = [
    'http://push.example.org/1',
    'https://127.0.0.1/1',
    'https://10.0.0.1/1',
    'https://192.168.1.1/1',
    'https://169.254.169.254/latest',
    'https://100.64.0.1/1',
    'https://0.0.0.0/1',
    'https://2130706433/1',
    'https://0x7f.1/1',
    'https://[::1]/1',
    'https://[fd00::1]/1',
    'https://[fe80::1]/1',
    'https://[::ffff:10.0.0.1]/1',
    'https://[64:ff9b::7f00:1]/1',
    'https://localhost/1',
    'https://printer.local/1',
    'https://user:password@push.example.org/1',
    'file:///etc/passwd',
    'push',
  ];
  expect(refused.filter((endpoint) => sender.accepts(endpoint))).toEqual([]);
  const accepted = [
    'https://fcm.googleapis.com/fcm/send/x',
    'https://203.0.114.1/x',
    'https://[2606:4700::1]/x',
  ];
  expect(accepted.filter((endpoint) => !sender.accepts(endpoint))).toEqual([]);
  expect(isPublicAddress('224.0.0.1')).toBe(false);

  // A public name that resolves to a private address: judged at the moment of the connection.
  const guarded = makeWebPush({
    keys: VAPID,
    contact: 'mailto:kith@example.org',
    resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const browser = { ...service.subscribe(), endpoint: service.url.replace('127.0.0.1', 'push.example.org') };
  await expect(guarded.send(browser, NOTE)).rejects.toThrow('EPRIVATE');
  expect(service.pushed).toEqual([]);
});

test('a service that is not there is for later', async () => {
  const gone = await startPushService();
  const browser = gone.subscribe();
  gone.stop();
  await expect(gone.sender.send(browser, NOTE)).rejects.toMatchObject({ failure: 'later' });
});
