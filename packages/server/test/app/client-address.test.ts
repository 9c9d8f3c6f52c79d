import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeClientAddress } from '../../src/app/client-address.js';
import { defaultLimits, makeRateLimiter } from '../../src/adapters/rate-limits.js';
import { eventually, PASSWORD, useKith, type Kith } from '../harness/kith.js';
import { changeSettings } from '../im/operator.js';
import { refusal } from '../im/refusals.js';

/** A request from `peer` with this header. */
function request(peer: string | undefined, forwarded?: string | string[]): IncomingMessage {
  return {
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  const plain = makeClientAddress(false);
  const behind = makeClientAddress('127.0.0.1, 10.0.0.0/8, 2001:db8:ffff::/48');

  test("is the peer's when no proxy is trusted, whatever the header contains", () => {
    expect(plain(request('::ffff:198.51.100.7', '203.0.113.10'))).toBe('198.51.100.7');
    expect(plain(request('fe80::7%eth0'))).toBe('fe80::7');
    expect(plain(request(undefined, '203.0.113.10'))).toBe('');
  });

  test('is the last untrusted hop that a trusted proxy reports', () => {
    expect(behind(request('127.0.0.1', '203.0.113.10'))).toBe('203.0.113.10');
    expect(behind(request('::ffff:127.0.0.1', '203.0.113.10:40001'))).toBe('203.0.113.10');
    expect(behind(request('127.0.0.1', '6.6.6.6, 203.0.113.10, 10.0.0.2:9999'))).toBe('203.0.113.10');
    expect(behind(request('127.0.0.1', '6.6.6.6, [2001:db8::9]:1, [2001:db8:ffff::2]:9999'))).toBe(
      '2001:db8::9',
    );
    expect(behind(request('198.51.100.7', '203.0.113.10'))).toBe('198.51.100.7');
  });

  test('is the last known hop when a proxy forwards no address', () => {
    for (const text of ['', 'unknown', '_x', '1.2.3.4, garbage', '203.0.113.10/24', ',,,'])
      expect(behind(request('127.0.0.1', text)), text).toBe('127.0.0.1');
    expect(behind(request('127.0.0.1', 'garbage, 10.0.0.2'))).toBe('10.0.0.2');
    expect(behind(request('127.0.0.1'))).toBe('127.0.0.1');
  });

  test('a list of proxies with an invalid network is refused', () => {
    expect(() => makeClientAddress('127.0.0.1, proxy.example')).toThrow('proxy.example');
  });
});

const figures = Object.entries(defaultLimits).map(([name]) => [name, { points: 1000, seconds: 600 }]);

/** Limits of which one is low. */
function limiter(low: Record<string, number>) {
  const lowered = Object.entries(low).map(([name, points]) => [name, { points, seconds: 600 }]);
  return makeRateLimiter({ table: Object.fromEntries([...figures, ...lowered]) as typeof defaultLimits });
}

let counter = 0;
const forward = (kith: Kith, address: string, path: string, fields: Record<string, unknown>) =>
  kith.post(path, fields, { headers: { 'x-forwarded-for': address } });
const registerAt = async (kith: Kith, address: string) =>
  (await forward(kith, address, '/im/in/reg', { username: `from_net_${++counter}`, password: PASSWORD }))
    .body;

/** Different spellings of one client's address, one each time. */
const spellings: [string, (i: number) => string][] = [
  ['ports of a proxy', (i) => `203.0.113.10:${40_000 + i}`],
  ['addresses of one IPv6 network', (i) => `2001:db8:2:3::${i}`],
  ['an IPv6 address in brackets, with a port', (i) => `[2001:db8:2:5::1]:${40_000 + i}`],
  [
    'spellings of one IPv6 address',
    (i) => ['2001:db8:2:6::1', '2001:DB8:2:6:0:0:0:1', '2001:0db8:0002:0006::1%1'][i % 3]!,
  ],
  [
    'an IPv4 address and its IPv6 forms',
    (i) => ['203.0.113.11', '::ffff:203.0.113.11', '::ffff:cb00:710b', '64:ff9b::203.0.113.11'][i % 4]!,
  ],
  ['words in the place of an address', (i) => `word${i}`],
];

describe('registration, limited to three accounts of an address', () => {
  const kith = useKith({
    config: { trustProxy: '127.0.0.1' },
    overrides: { ports: { limits: limiter({ register_address: 3 }) } },
  });

  test.each(spellings)('counts %s as one', async (_what, spell) => {
    for (let i = 0; i < 3; i++) expect((await registerAt(kith, spell(i))).err, spell(i)).toBe(0);
    for (let i = 3; i < 7; i++)
      expect(await registerAt(kith, spell(i)), spell(i)).toEqual(refusal('too_many_requests'));
  });

  test('counts two networks apart, until their /48 site has sixteen times as many', async () => {
    const outcomes: number[] = [];
    for (let i = 0; i < 60; i++) outcomes.push((await registerAt(kith, `2001:db8:77:${i}::1`)).err as number);
    expect(outcomes.filter((err) => err === 0)).toHaveLength(48);
    expect(outcomes.slice(0, 48).every((err) => err === 0)).toBe(true);
    expect((await registerAt(kith, '2001:db8:78:1::1')).err).toBe(0);
  });
});

describe('accountsPerAddress', () => {
  const kith = useKith({ config: { trustProxy: '127.0.0.1' } });

  test.each(spellings)('counts %s as one, and stores the full address', async (_what, spell) => {
    await changeSettings(kith, 1, { accountsPerAddress: 3 });
    await kith.sql('update accounts set network = null where network is not null');
    for (let i = 0; i < 3; i++) expect((await registerAt(kith, spell(i))).err, spell(i)).toBe(0);
    for (let i = 3; i < 6; i++)
      expect(await registerAt(kith, spell(i)), spell(i)).toEqual(refusal('address_full'));
    const stored = await kith.sql<{ address: string }>(
      'select distinct address from accounts where network is not null',
    );
    for (const { address } of stored) expect(address).toMatch(/^[\d.]+$|^[\da-f:]+$/);
  });

  test('allows a /48 site sixteen times as many', async () => {
    await changeSettings(kith, 1, { accountsPerAddress: 1 });
    for (let i = 0; i < 16; i++) expect((await registerAt(kith, `2001:db8:99:${i}::1`)).err).toBe(0);
    expect(await registerAt(kith, '2001:db8:99:f0::1')).toEqual(refusal('address_full'));
    expect((await registerAt(kith, '2001:db8:9a:f0::1')).err).toBe(0);
  });
});

describe('a socket', () => {
  const kith = useKith({ config: { trustProxy: '127.0.0.1' } });

  test('uses the address that the trusted proxy reports', async () => {
    const socket = new WebSocket(kith.url.replace('http', 'ws'), {
      headers: { 'x-forwarded-for': '[2001:db8:2:3::10]:5000' },
    });
    await new Promise((opened) => socket.once('open', opened));
    socket.send(JSON.stringify({ action: 'checkToken', data: (await kith.person('ada')).token }));
    const addresses = () => [...kith.server.deps.hub.all()].map(({ address }) => address);
    await eventually('the token is accepted', () => addresses().length > 0);
    expect(addresses()).toEqual(['2001:db8:2:3::10']);
    socket.close();
  });
});
