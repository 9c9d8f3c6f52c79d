import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFsBlobs } from '../../src/adapters/blobs/fs.js';
import { staticFiles } from '../../src/app/static-files.js';
import { assetsDir } from './samples.js';

const listId = '0123456789abcdef0123456789abcdef';
const name = 'f00dfeedf00dfeedf00dfeedf00dfeed';

let root: string;
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kith-static-'));
  const blobs = makeFsBlobs(root);
  await blobs.put(`photo/user/${name}/300.jpg`, Buffer.from('ada'));
  await blobs.put(`chat/${name}.png`, Buffer.from('0123456789'));
  await blobs.put(`chat/${name}.mp4`, Buffer.alloc(500_000, 'film'));
  for (const extension of ['html', 'svg', 'pdf', 'bin', 'js', 'xml', 'jpg.html'])
    await blobs.put(`chat/${name}.${extension}`, Buffer.from('<script>'));
  await blobs.put(`chat/${name}.mp3`, new Uint8Array());
  await blobs.put('private/key.jpg', Buffer.from('secret'));
  await blobs.put(`user_photo/${name}/800.jpg`, Buffer.from('a photo'));
  const mayFetchPhoto = async (fileId: string, query: string) => fileId === name && query === 'proof=good';
  const mayFetchVideo = async () => true;
  const mayFetchMomentFile = async () => true;
  app = fastify();
  const mayFetchEvidence = (path: string, query: string) =>
    path === `evidence/chat/${name}` && query === 'proof=good';
  await app.register(staticFiles, {
    blobs,
    assetsDir,
    mayFetchPhoto,
    mayFetchVideo,
    mayFetchMomentFile,
    mayFetchEvidence,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

describe('avatars', () => {
  it('an uploaded one is served, with repeated slashes and any query', async () => {
    for (const url of [
      `/static/photo/user/${name}/300.jpg`,
      `/static/photo//user/${name}/300.jpg?_=0.123`,
      `//static//photo///user//${name}/300.jpg`,
      `/static//photo/user/${name}/300.jpg?`,
    ]) {
      const answer = await get(url);
      expect([answer.statusCode, answer.body, answer.headers['content-type']], url).toEqual([
        200,
        'ada',
        'image/jpeg',
      ]);
    }
  });

  it.each([
    ...['default_man', 'default_woman', 'default_group_photo'].flatMap((who) =>
      [70, 90, 300].map((size) => `${who}/${size}.jpg`),
    ),
    'default_circle_img.jpg',
    'default_photo_path.png',
    'default_video_poster.jpg',
  ])('%s is included in the server', async (path) => {
    const answer = await get(`/static/photo/${path}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(path.endsWith('.png') ? 'image/png' : 'image/jpeg');
    expect(answer.rawPayload.equals(await readFile(join(assetsDir, 'static/photo', path)))).toBe(true);
  });

  it('an upload overrides a built-in file; after its removal the built-in one returns', async () => {
    const blobs = makeFsBlobs(root);
    const shipped = (await get('/static/photo/default_man/70.jpg')).rawPayload;
    await blobs.put('photo/default_man/70.jpg', Buffer.from('ours'));
    expect((await get('/static/photo/default_man/70.jpg')).body).toBe('ours');
    await blobs.remove('photo/default_man/70.jpg');
    expect((await get('/static/photo/default_man/70.jpg')).rawPayload.equals(shipped)).toBe(true);
  });

  it('a changed one is visible at once: caches revalidate, and only changes are sent again', async () => {
    const blobs = makeFsBlobs(root);
    await blobs.put(`photo/user/${name}/90.jpg`, Buffer.from('first'));
    const first = await get(`/static/photo/user/${name}/90.jpg`);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const again = { 'if-none-match': String(first.headers.etag) };
    expect(await get(`/static/photo/user/${name}/90.jpg`, again)).toMatchObject({
      statusCode: 304,
      body: '',
    });
    await blobs.put(`photo/user/${name}/90.jpg`, Buffer.from('second'));
    expect(await get(`/static/photo/user/${name}/90.jpg`, again)).toMatchObject({
      statusCode: 200,
      body: 'second',
    });
  });
});

describe('cache headers', () => {
  it.each([
    [
      'chat',
      `chat/${'c0ffee00'.repeat(4)}.png`,
      `/static/chat/${listId}/${'c0ffee00'.repeat(4)}.png`,
      'private, max-age=300',
    ],
    [
      'moments',
      `circle/${'c0ffee00'.repeat(4)}.png`,
      `/static/circle/${'0'.repeat(24)}/${'c0ffee00'.repeat(4)}.png`,
      'private, max-age=300',
    ],
    [
      'videos',
      `video/1/20261128/${'c0ffee00'.repeat(4)}.mp4`,
      `/static/video/1/20261128/${'c0ffee00'.repeat(4)}.mp4`,
      'private, max-age=300',
    ],
    [
      'covers',
      `photo/circle/${'c0ffee00'.repeat(4)}.jpg`,
      `/static/photo/circle/${'c0ffee00'.repeat(4)}.jpg`,
      'private, no-cache',
    ],
    [
      'group photos',
      `photo/group_photo/${listId}/90.jpg`,
      `/static/photo/group_photo/${listId}/90.jpg`,
      'private, no-cache',
    ],
  ])('of %s allow only private caches', async (_what, key, url, cacheControl) => {
    await makeFsBlobs(root).put(key, Buffer.from('bytes'));
    expect((await get(url)).headers['cache-control']).toBe(cacheControl);
  });

  it('of built-in files allow public caches', async () => {
    expect((await get('/static/photo/default_man/300.jpg')).headers['cache-control']).toBe('no-cache');
  });
});

describe('chat files', () => {
  it('are found below any conversation, in upper and lower case, and only private caches store them', async () => {
    for (const list of [listId, listId.toUpperCase(), 'f'.repeat(32)]) {
      const answer = await get(`/static/chat/${list}/${name}.png?x=1`);
      expect([answer.statusCode, answer.body]).toEqual([200, '0123456789']);
      expect(answer.headers['cache-control']).toBe('private, max-age=300');
    }
  });

  it.each(['', 'g'.repeat(32), 'a'.repeat(31), 'a'.repeat(33), `${listId}/x`])(
    'are not found below %j, which is not a conversation',
    async (list) => {
      expect((await get(`/static/chat/${list}/${name}.png`)).statusCode).toBe(404);
    },
  );

  it('a picture, audio or video is displayed; any other file is a download, whatever its name', async () => {
    for (const [extension, type] of [
      ['png', 'image/png'],
      ['mp4', 'video/mp4'],
      ['mp3', 'audio/mpeg'],
    ] as const) {
      const { headers } = await get(`/static/chat/${listId}/${name}.${extension}`);
      expect([headers['content-type'], headers['content-disposition']]).toEqual([type, undefined]);
    }
    for (const extension of ['html', 'svg', 'pdf', 'bin', 'js', 'xml', 'jpg.html']) {
      const { headers } = await get(`/static/chat/${listId}/${name}.${extension}`);
      expect([headers['content-type'], headers['content-disposition']], extension).toEqual([
        'application/octet-stream',
        'attachment',
      ]);
    }
  });
});

it('no response, not even an error, lets a file act as a page of ours', async () => {
  const png = `/static/chat/${listId}/${name}.png`;
  const answers = [
    await get(png),
    await get(png, { range: 'bytes=0-1' }),
    await get(png, { range: 'bytes=99-' }),
    await get('/static/nothing'),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 206, 416, 404]);
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  }
});

describe('photos of cards', () => {
  it('are served to permitted clients, and revalidated each time', async () => {
    const url = `/static/user_photo/${name}/800.jpg`;
    const answer = await get(`${url}?proof=good`);
    expect([answer.statusCode, answer.body]).toEqual([200, 'a photo']);
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    const closed = await get('/static/user_photo/nobody/800.jpg');
    for (const other of [
      url,
      `${url}?proof=bad`,
      `${url}?proof=good?`,
      `/static/photo/../user_photo/${name}/800.jpg`,
    ])
      expect(await get(other)).toMatchObject({ statusCode: 404, body: closed.body });
  });
});

describe('ranges', () => {
  const url = `/static/chat/${listId}/${name}.png`;

  it.each([
    ['bytes=0-0', '0', '0-0'],
    ['bytes=2-5', '2345', '2-5'],
    ['bytes=7-', '789', '7-9'],
    ['bytes=-3', '789', '7-9'],
    ['bytes=-99', '0123456789', '0-9'],
    ['bytes=5-99999999999999999999', '56789', '5-9'],
  ])('%s is %s', async (range, body, contentRange) => {
    const answer = await get(url, { range });
    expect([answer.statusCode, answer.body]).toEqual([206, body]);
    expect(answer.headers).toMatchObject({
      'content-range': `bytes ${contentRange}/10`,
      'content-length': String(body.length),
      'accept-ranges': 'bytes',
    });
  });

  it.each(['bytes=10-', 'bytes=99-100', 'bytes=-0', 'bytes=99999999999999999999-'])(
    '%s is outside the file',
    async (range) => {
      const answer = await get(url, { range });
      expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([
        416,
        '',
        'bytes */10',
      ]);
    },
  );

  it.each([
    'bytes=5-2',
    'bytes=-',
    'bytes=a-b',
    'bytes=0-0,-1',
    'bytes=0-1,3-4',
    'lines=1-2',
    'bytes=1e3-',
    '',
  ])('%j is no valid range, so the whole file is sent', async (range) => {
    expect(await get(url, { range })).toMatchObject({ statusCode: 200, body: '0123456789' });
  });

  it('an empty file has none', async () => {
    expect(await get(`/static/chat/${listId}/${name}.mp3`)).toMatchObject({ statusCode: 200, body: '' });
    expect((await get(`/static/chat/${listId}/${name}.mp3`, { range: 'bytes=-5' })).statusCode).toBe(416);
  });

  it('If-Range resumes only the same file', async () => {
    const { etag, 'last-modified': modified } = (await get(url)).headers;
    for (const condition of [etag, modified])
      expect((await get(url, { range: 'bytes=5-', 'if-range': String(condition) })).statusCode).toBe(206);
    // A weak tag does not promise the same bytes.
    for (const condition of ['"another"', `W/${String(etag)}`, new Date(0).toUTCString(), 'nonsense'])
      expect(await get(url, { range: 'bytes=5-', 'if-range': condition }), condition).toMatchObject({
        statusCode: 200,
        body: '0123456789',
      });
  });
});

it('an unchanged file is not sent again', async () => {
  const url = `/static/chat/${listId}/${name}.png`;
  const { etag, 'last-modified': modified } = (await get(url)).headers;
  for (const known of [String(etag), `W/${String(etag)}`, `"x", ${String(etag)}`, '*'])
    expect((await get(url, { 'if-none-match': known })).statusCode).toBe(304);
  expect((await get(url, { 'if-modified-since': String(modified) })).statusCode).toBe(304);
  expect((await get(url, { 'if-modified-since': new Date(0).toUTCString() })).statusCode).toBe(200);
  expect((await get(url, { 'if-none-match': '"x"', 'if-modified-since': String(modified) })).statusCode).toBe(
    200,
  );
  expect((await get(url, { 'if-modified-since': 'nonsense' })).statusCode).toBe(200);
  // A reload asks for the file itself.
  expect((await get(url, { 'if-none-match': String(etag), 'cache-control': 'no-cache' })).statusCode).toBe(
    200,
  );
});

it('HEAD returns the headers of GET, without a body', async () => {
  const url = `/static/chat/${listId}/${name}.mp4`;
  const answer = await app.inject({ method: 'HEAD', url, headers: { range: 'bytes=0-1' } });
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
  expect(answer.headers).toMatchObject({
    'content-length': '500000',
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    etag: expect.any(String),
  });
  expect((await app.inject({ method: 'HEAD', url: '/static/nothing' })).statusCode).toBe(404);
});

it('other methods are refused', async () => {
  for (const method of ['POST', 'PUT', 'DELETE'] as const)
    expect((await app.inject({ method, url: `/static/photo/user/${name}/300.jpg` })).statusCode).toBe(404);
});

// A real socket, because clients and `inject` normalize a path before they send it.
it.each([
  '/static',
  '/static/',
  '/static/photo',
  '/static/photo/',
  '/static/photo/user',
  '/static/photo/user/123/',
  '/static/chat/',
  `/static/chat/${listId}/`,
  '/static/photo/../private/key.jpg',
  '/static/photo/user/../../private/key.jpg',
  '/static/photo/..',
  '/static/../package.json',
  '/static/photo/%2e%2e/private/key.jpg',
  '/static/photo/%2E%2E%2Fprivate%2Fkey.jpg',
  '/static/photo/..%2fprivate/key.jpg',
  '/static/photo/%252e%252e/private/key.jpg',
  '/static/photo/..\\private\\key.jpg',
  '/static/photo/..%5cprivate%5ckey.jpg',
  '/static/photo/user/123/300.jpg%00',
  '/static/photo/user/123/300.jpg%00.png',
  `/static/chat/${listId}/../../private/key.jpg`,
  `/static/chat/${listId}/..%2f..%2fprivate%2fkey.jpg`,
  `/static/chat/../private/key.jpg`,
  '/static/private/key.jpg',
  '/static/photo/.unfinished',
  '/static/.unfinished',
  '/static/photo/~root',
  '/static/photo/a:b',
  '/static/photo/CON',
  `/static/photo/${'a'.repeat(300)}.jpg`,
  `/static/photo/${'a/'.repeat(1000)}x.jpg`,
  '/static/photo/user%2f123%2f300.jpg',
  '/static/constructor/x',
  '/static/photo/__proto__',
])('%s is not found', async (path) => {
  const answer = await ask(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).not.toContain('secret');
  expect(answer.length).toBeLessThan(700);
});

it('a raw NUL reaches no file', async () => {
  expect(
    await ask('GET /static/photo/user/123/300.jpg\0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  ).toMatch(/^HTTP\/1\.1 40[04] /);
});

it('pipelined requests on one socket are answered completely, in order', async () => {
  const request = (path: string, end = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${end}\r\n`;
  const film = `/static/chat/${listId}/${name}.mp4`;
  const answer = await ask(
    request(film) + request(`/static/photo/user/${name}/300.jpg`, 'Connection: close\r\n'),
  );
  expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  expect(answer.length).toBeGreaterThan(500_000);
  expect(answer.endsWith('\r\n\r\nada')).toBe(true);
});

it('a client that disconnects during a response affects no other', async () => {
  for (let n = 0; n < 20; n++) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /static/chat/${listId}/${name}.mp4 HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(socket, 'data');
    socket.destroy();
  }
  expect((await get('/static/photo/user/123/300.jpg')).statusCode).toBe(200);
});

function get(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
  // `inject` reads the text after two leading slashes as a host.
  return app.inject({ method: 'GET', url: url.startsWith('//') ? `http://x${url}` : url, headers });
}

function ask(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}
