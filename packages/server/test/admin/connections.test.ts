import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { admin, Params } from '@kith/contract';
import { NotSent, ReceiptRefused, type Mail, type Receipts } from '@kith/core/ports';
import { useKith } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { changeSettings } from '../im/operator.js';
import type { Config } from '../../src/config/config.js';

/** Answers a STUN request as a relay does. */
const answerTo = (request: Buffer) => Buffer.concat([Buffer.from([0x01, 0x01, 0, 0]), request.subarray(4)]);
const datagrams = createSocket('udp4');
const stream = createServer((socket) => socket.on('data', (request) => socket.write(answerTo(request))));
const urls: string[] = [];
const mails: Mail[] = [];
const mail = {
  isAvailable: true,
  send: async (one: Mail) => {
    if (one.to.startsWith('refused')) throw new NotSent('never', '550 no such user');
    mails.push(one);
    return '250 queued as 7';
  },
};
const sms = {
  isAvailable: true,
  send: async ({ phone }: { phone: string }) => {
    if (phone.endsWith('0')) throw new NotSent('later', '429 slow down');
    return `SM7 to ${phone}`;
  },
};
/** One store knows the caller but not the purchase, the other one does not know the caller. */
const receipts = {
  fetchApple: () => Promise.reject(new ReceiptRefused('Apple: 4040010 TransactionIdNotFoundError')),
  fetchGoogle: () => Promise.reject(new Error('Google: 401 invalid credentials')),
} as unknown as Receipts; // what a test asks
const config: Partial<Config> = {
  turn: { urls, ttlSeconds: 60 },
  appleKey: { issuerId: 'issuer', keyId: 'KEY', file: '' },
  googleKeyFile: 'account.json',
};
const ports = { mail, sms, receipts };
const kith = useKith({ nodes: { count: 2, bus: 'postgres' }, config, overrides: { ports } });
let owner: Staff;

beforeAll(async () => {
  await new Promise<void>((done) => datagrams.bind(0, '127.0.0.1', done));
  datagrams.on('message', (request, from) => datagrams.send(answerTo(request), from.port, from.address));
  await new Promise<void>((done) => stream.listen(0, '127.0.0.1', done));
  const tcpPort = (stream.address() as AddressInfo).port;
  urls.push(`turn:127.0.0.1:${datagrams.address().port}`, `turn:127.0.0.1:${tcpPort}?transport=tcp`);
  owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
});
afterAll(() => {
  datagrams.close();
  stream.close();
});

type Name = Params<typeof admin.connections.test>['name'];
const test = (name: Name, to?: string) =>
  owner.ask('POST', '/admin/connections/{name}/test', { name, ...(to !== undefined && { to }) });

describe('GET /admin/connections, POST /admin/connections/{name}/test', () => {
  it('list what is configured', async () => {
    const rows = await owner.ask('GET', '/admin/connections');
    expect(Object.fromEntries(rows.map(({ name, isConfigured }) => [name, isConfigured]))).toMatchObject({
      database: true,
      bus: true,
      files: true,
      mail: true,
      sms: true,
      push: true,
      apple: false,
      google: false,
      turn: true,
    });
    expect(await test('apple')).toMatchObject({ isOk: false, answer: 'not configured' });
  });

  it('use the database, the files, the bus and the relays, and log it', async () => {
    expect(await test('database')).toMatchObject({
      isOk: true,
      answer: expect.stringMatching(/^PostgreSQL \d.*; schema \d{8}-\d\d-[a-z-]+$/),
    });
    expect(await test('files')).toMatchObject({ isOk: true });
    expect(await test('bus')).toMatchObject({ isOk: true, answer: '1 of 1 other nodes answer' });
    const relays = await test('turn');
    expect(relays).toMatchObject({ isOk: true, answer: urls.map((url) => `${url} answers`).join('\n') });
    expect(relays.ms).toBeGreaterThanOrEqual(0);
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'connections.test' });
    expect(rows[0]).toMatchObject({ objectId: 'turn', after: { isOk: true } });
  });

  it('say what is wrong with a relay', async () => {
    const closed = await new Promise<number>((done) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo;
        probe.close(() => done(port));
      });
    });
    urls.push(`turn:127.0.0.1:${closed}?transport=tcp`);
    expect(await test('turn')).toMatchObject({
      isOk: false,
      answer: expect.stringContaining('ECONNREFUSED'),
    });
    urls.pop();
  });

  it('send a mail, and show the answer of the mail server', async () => {
    expect(await test('mail', 'ada@example.org')).toMatchObject({
      isOk: true,
      answer: 'Accepted: 250 queued as 7',
    });
    expect(mails.map(({ to }) => to)).toEqual(['ada@example.org']);
    expect(await test('mail', 'refused@example.org')).toMatchObject({
      isOk: false,
      answer: 'Refused: 550 no such user',
    });
    await expect(test('mail')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
    await expect(test('mail', 'nobody')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
  });

  it('send a text message, and show the answer of the provider', async () => {
    expect(await test('sms', '+886912345678')).toMatchObject({
      isOk: true,
      answer: 'Accepted: SM7 to +886912345678',
    });
    expect(await test('sms', '+886912345670')).toMatchObject({
      isOk: false,
      answer: 'Not accepted; a later attempt may succeed: 429 slow down',
    });
    await expect(test('sms', 'ada@example.org')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
  });

  it('ask each store for a purchase that does not exist, and show its answer', async () => {
    await changeSettings(kith, 1, {
      appleBundleId: 'org.example.kith',
      googlePackageName: 'org.example.kith',
    });
    expect(await test('apple')).toMatchObject({
      isOk: true,
      answer: 'Apple: 4040010 TransactionIdNotFoundError',
    });
    expect(await test('google')).toMatchObject({ isOk: false, answer: 'Google: 401 invalid credentials' });
  });

  it('send a push message to the browsers of an account', async () => {
    const ada = await kith.person('ada');
    expect(await test('push', ada.username)).toMatchObject({
      isOk: false,
      answer: 'No browser of this account receives push messages.',
    });
    await expect(test('push', 'nobody at all')).rejects.toMatchObject({ code: 'not_found' });
    await expect(test('push')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
  });
});
