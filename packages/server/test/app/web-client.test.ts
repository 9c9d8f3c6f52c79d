import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { WEB } from '../../src/app/assets.js';
import { useKith } from '../harness/kith.js';

const kith = useKith();
const { 'index.html': pages, 'console.html': consolePages } = JSON.parse(
  readFileSync(`${WEB}paths.json`, 'utf8'),
) as Record<'index.html' | 'console.html', string[]>;
const scripts = readdirSync(`${WEB}app`).filter((name) => name.endsWith('.js'));

/** A raw request: `fetch` would normalise the path and decompress the answer. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const outgoing = request({ host: '127.0.0.1', port: kith.server.port, path, headers, method });
  const [answer] = (await once(outgoing.end(), 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

test('each page of the web client has a strict policy, and is asked for again', async () => {
  expect(pages).toContain('/chats/$listId');
  for (const page of pages) {
    const path = page.replaceAll(/\$\w+/g, '0123456789abcdef0123456789abcdef');
    const { status, headers, body } = await get(path);
    expect([path, status, headers['content-type']]).toEqual([path, 200, 'text/html; charset=utf-8']);
    expect(String(headers['content-security-policy'])).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*; require-trusted-types-for 'script'; trusted-types kith dompurify$/,
    );
    expect(String(headers['content-security-policy'])).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(
        /camera=\(self\), microphone=\(self\), geolocation=\(self\)/,
      ),
    });
    expect(body.toString()).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
    expect((await get(path, { 'if-none-match': String(headers['etag']) })).status).toBe(304);
    expect((await get(path, {}, 'HEAD')).status).toBe(200);
    expect((await get(path, {}, 'POST')).status).toBe(404);
  }
});

test('each page of the console has the same policy, and is neither stored nor allowed to use devices', async () => {
  expect(consolePages).toContain('/console/audit');
  const client = await get('/chats');
  for (const path of consolePages) {
    const { status, headers, body } = await get(path);
    expect([path, status, headers['cache-control']]).toEqual([path, 200, 'no-store']);
    expect(headers['content-security-policy']).toBe(client.headers['content-security-policy']);
    expect(headers['permissions-policy']).toMatch(/camera=\(\), microphone=\(\), geolocation=\(\)/);
    expect(body.toString()).toContain('Kith console');
    expect(body.toString()).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  }
});

test('its files are compressed as the request allows, and kept for ever', async () => {
  const decode = { br: brotliDecompressSync, gzip: gunzipSync, '': (bytes: Buffer) => bytes };
  const plain = readFileSync(`${WEB}app/${scripts[0]}`);
  for (const [accepted, coding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0', ''],
    ['', ''],
  ] as const) {
    const { status, headers, body } = await get(`/app/${scripts[0]}`, { 'accept-encoding': accepted });
    expect([accepted, status, headers['content-encoding'] ?? '']).toEqual([accepted, 200, coding]);
    expect(decode[coding](body)).toEqual(plain);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
  }
});

test('the licences of its libraries can be read, and are asked for again', async () => {
  const { status, headers, body } = await get('/LICENSES.txt');
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/plain; charset=utf-8',
    'no-cache',
  ]);
  expect(body.toString()).toContain('react');
});

test('every other path stays free, and nothing beside its files is served', async () => {
  for (const path of [
    '/nothing',
    '/chats/',
    '/chats/a/b',
    '/index.html',
    '/console.html',
    '/console/',
    '/console/nothing',
    '/paths.json',
    '/.vite/manifest.json',
    '/app/',
    '/app/nothing.js',
    '/app/..%2findex.html',
    '/app/..%2f..%2fpackage.json',
    '/app/../package.json',
    `/app/${scripts[0]}.br`,
    '/app/%00',
  ]) {
    const { status, body } = await get(path);
    expect([path, status, body.toString()]).toEqual([path, 404, 'not found']);
  }
});

test('somebody who opens an unknown address gets the page, which leads back; the interfaces keep their answers', async () => {
  const opens = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const { body: page } = await get('/chats', opens);
  for (const path of ['/nothing', '/chats/', '/some/where/else']) {
    const { status, headers, body } = await get(path, opens);
    expect([path, status, headers['content-type']]).toEqual([path, 404, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(body).toEqual(page);
    expect((await get(path, { ...opens, 'if-none-match': String(headers['etag']) })).status).toBe(404);
    expect((await get(path, opens, 'POST')).body.toString()).toBe('not found');
  }
  expect((await get('/console/nothing', opens)).body.toString()).toContain('Kith console');
  for (const path of ['/im/get/nothing', '/api/nothing', '/admin/nothing', '/uploads/nothing.png'])
    expect([path, (await get(path, opens)).headers['content-type']]).not.toContain(
      'text/html; charset=utf-8',
    );
});
