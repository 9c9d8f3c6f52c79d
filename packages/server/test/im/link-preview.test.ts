import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPublicAddress } from '@kith/core/kernel';
import { makeLinkReader } from '../../src/adapters/link-reader.js';
import { sweep } from '../../src/workers/sweep.js';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { halves } from '../media/samples.js';
import { refused } from './refusals.js';
import { aMinuteLater } from './sent-files.js';

/** Where names lead to. The web server of this file listens on the loopback address, which only `.test` names may reach. */
const addresses: Record<string, string[]> = { 'site.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] };
let isOpen = true;
const links = makeLinkReader({
  resolve: (name) =>
    Promise.resolve(
      (addresses[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  isAllowed: (address) => (isOpen && address === '127.0.0.1') || isPublicAddress(address),
  isAllowedPort: () => true,
});
const kith = useKith({ overrides: { ports: { passwords: plainPasswords, links } } });

let web: Server;
let port: number;
const asked: string[] = [];
let picture: Buffer;
let ada: Person;

const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/page': html(`<title>Fallback</title><meta property="og:title" content="A ti\u202Etle &amp; more">
    <meta name="description" content="${'long '.repeat(300)}"><meta property="og:image" content="/picture.png">`),
  '/replaced': html('<title>Replaced</title><meta property="og:image" content="/picture.png">'),
  '/plain': html('<html><head><title>Only a title</title></head><body><title>not this</title>'),
  '/nothing': html('<p>no head'),
  '/picture.png': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(picture),
  '/broken-picture': html('<title>Broken</title><meta property="og:image" content="/text">'),
  '/text': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('no picture'),
  '/file': (_, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
  '/missing': (_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<title>404</title>'),
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write('<title>Endless</title>');
    const timer = setInterval(() => response.write(' '.repeat(200_000)), 1);
    response.on('close', () => clearInterval(timer));
  },
  '/moved': redirect(() => `http://other.test:${port}/plain`),
  '/circle': redirect(() => '/circle'),
  '/inside': redirect(() => `http://127.0.0.1:${port}/plain`),
  '/rebound': redirect(() => `http://rebound.test:${port}/plain`),
  '/scheme': redirect(() => 'file:///etc/passwd'),
};

function html(text: string) {
  return (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
}

function redirect(to: () => string) {
  return (_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: to() }).end();
}

beforeAll(async () => {
  picture = await halves(400, 200).png().toBuffer();
  web = createServer((request, response) => {
    asked.push(request.url ?? '');
    (pages[request.url ?? ''] ?? pages['/missing'])?.(request, response);
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  ({ port } = web.address() as AddressInfo);
  ada = await kith.person('ada');
});
afterAll(() => web.close());

const preview = (path: string, host = 'site.test') =>
  ada.im.link.preview({ url: `http://${host}:${port}${path}` });

describe('/im/link/preview', () => {
  test('returns title, description and a small picture of its own, and remembers them for a day', async () => {
    const found = await preview('/page');
    expect(found.title).toBe('A title & more');
    expect([...found.description].length).toBeLessThanOrEqual(500);
    const shown = await fetch(`${kith.url}${found.picture}`);
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.arrayBuffer()).equals(picture)).toBe(false);
    const before = asked.length;
    expect(await preview('/page')).toEqual(found);
    expect(await preview('/page#part')).toEqual(found);
    expect(asked.length).toBe(before);
    kith.advance(24 * 3600_000 + 1000);
    await sweep(kith.server.deps);
    await aMinuteLater(kith);
    expect((await fetch(`${kith.url}${found.picture}`)).status).toBe(404);
    await preview('/page');
    expect(asked.length).toBe(before + 2);
  });

  test('the picture of a preview that is replaced is deleted, also if two replace it at the same time', async () => {
    const first = await preview('/replaced');
    kith.advance(24 * 3600_000 + 1000);
    const others = await Promise.all([preview('/replaced'), preview('/replaced')]);
    await aMinuteLater(kith);
    expect((await fetch(`${kith.url}${first.picture}`)).status).toBe(404);
    const kept = await preview('/replaced');
    for (const { picture } of others)
      expect((await fetch(`${kith.url}${picture}`)).status).toBe(picture === kept.picture ? 200 : 404);
  });

  test('works without a description or a picture, with a redirect, and with the head of an endless page', async () => {
    expect(await preview('/plain')).toEqual({ title: 'Only a title', description: '', picture: '' });
    expect((await preview('/moved')).title).toBe('Only a title');
    expect(await preview('/broken-picture')).toMatchObject({ title: 'Broken', picture: '' });
    expect((await preview('/endless')).title).toBe('Endless');
  });

  test.each(['/nothing', '/file', '/missing', '/circle', '/scheme'])('%s is not found', async (path) => {
    await expect(preview(path)).rejects.toMatchObject(refused('not_found'));
  });

  test('a page that could not be read is not asked again for ten minutes', async () => {
    await expect(preview('/missing')).rejects.toMatchObject(refused('not_found'));
    const before = asked.length;
    await expect(preview('/missing')).rejects.toMatchObject(refused('not_found'));
    expect(asked.length).toBe(before);
  });

  test.each([
    'ftp://site.test/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'no url',
    'http://ada:secret@site.test/',
    '//site.test/page',
  ])('%s is refused', async (url) => {
    await expect(ada.im.link.preview({ url })).rejects.toMatchObject(refused('invalid', 'url'));
  });

  test('connects to no address that is not public, whatever names and redirects say', async () => {
    addresses['rebound.test'] = ['127.0.0.1'];
    addresses['mixed.test'] = ['93.184.216.34', '127.0.0.1'];
    addresses['mapped.test'] = ['::ffff:127.0.0.1'];
    const before = asked.length;
    isOpen = false;
    for (const host of [
      'rebound.test',
      'mixed.test',
      'mapped.test',
      '127.0.0.1',
      '[::1]',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
    ])
      await expect(preview('/page?direct', host), host).rejects.toMatchObject(refused('not_found'));
    expect(asked.length).toBe(before);
    isOpen = true;
    // The first hop is allowed, and the next one is not: each is resolved and checked anew.
    let checks = 0;
    const reader = makeLinkReader({
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      isAllowed: () => checks++ === 0,
      isAllowedPort: () => true,
    });
    for (const path of ['/rebound', '/moved', '/inside']) {
      checks = 0;
      const url = new URL(`http://site.test:${port}${path}`);
      expect(await reader.read(url, { address: '', accountId: undefined })).toBeUndefined();
    }
    expect(asked.slice(before)).toEqual(['/rebound', '/moved', '/inside']);
  });
});

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1::1', true],
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ].map((address): [string, boolean] => [address, false]),
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'fc00::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    'x',
  ].map((address): [string, boolean] => [address, false]),
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
