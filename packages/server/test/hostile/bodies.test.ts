import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { im, type Endpoint } from '@kith/contract';
import { normaliseImUrl } from '../../src/dialects/im/plugin.js';
import { plainPasswords, say, texts, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { expectWork } from './sender.js';
import { collectWarnings } from './warnings.js';

const warnings = collectWarnings();
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } }, log: warnings.log });

let ada: Person;
let bo: Person;
let list_id: string;
beforeAll(async () => {
  ({ ada, bo, list_id } = await threePeople(kith));
});
afterEach(() => expect(warnings.drain()).toEqual([]));

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Sends raw bytes: `fetch` would normalize the path and choose its own headers. */
async function send(path: string, { method = 'POST', headers = {}, body = '' }: Sent = {}) {
  const bytes = Buffer.from(body);
  const sent = request(kith.url, { path, method, headers: { 'content-length': bytes.length, ...headers } });
  sent.end(bytes);
  const [response] = (await once(sent, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number; headers: IncomingHttpHeaders },
  ];
  const answer = await text(response as never);
  return { status: response.statusCode, headers: response.headers, text: answer };
}

const isRefusal = {
  err: 1,
  msg: expect.stringMatching(/^(参数错误：body|内容过大|接口不存在|请先登录|内容不存在)$/),
};

async function expectRefusal(path: string, sent: Sent, refusal: object = isRefusal): Promise<void> {
  const label = `${sent.method ?? 'POST'} ${path.slice(0, 100)} ${String(sent.body).slice(0, 40)}`;
  const { status, headers, text: answer } = await send(path, sent);
  expect(status, label).toBe(200);
  expect(headers['content-type'], label).toBe('application/json; charset=utf-8');
  expect(JSON.parse(answer), label).toEqual(refusal);
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** Unreadable bodies, with the expected error. */
const unreadable: readonly [what: string, type: string, body: string | Buffer][] = [
  ['a half escape of UTF-8', form, 'a=%e4%b'],
  ['an escape that is no UTF-8', form, 'a=%ff'],
  ['an escape of half a surrogate pair', form, 'a=%ed%a0%80'],
  ['an overlong escape', form, 'a=%c0%ae'],
  ['an escape that is no UTF-8 in a name', form, '%ff=a'],
  ['bytes that are no UTF-8', form, Buffer.from([0x61, 0x3d, 0xff, 0xfe])],
  ['a file', form, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff])],
  ['half of JSON', json, '{"a":'],
  ['JSON with a comma too many', json, '{"a":1,}'],
  ['a word', json, 'nul'],
  ['a JSON array', json, '[1]'],
  ['JSON null', json, 'null'],
  ['a JSON number', json, '7'],
  ['a JSON text', json, '"a=1"'],
  ['JSON of bytes that are no UTF-8', json, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['JSON in UTF-16', json, Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ['JSON that reaches for prototypes', json, '{"__proto__":{"isAdmin":1}}'],
  ['JSON that reaches for them further down', json, '{"a":[{"constructor":{"prototype":1}}]}'],
  ['JSON of 10,000 levels', json, `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['2 MB of a form', form, `a=${'x'.repeat(2_000_000)}`],
  ['2 MB of JSON', json, `{"a":"${'x'.repeat(2_000_000)}"}`],
  ['2 MB of nothing known', 'application/octet-stream', Buffer.alloc(2_000_000)],
  ['a multipart body without a boundary', 'multipart/form-data', '--x\r\n\r\n--x--'],
  ['a multipart body that is a form', 'multipart/form-data; boundary=x', 'a=1'],
];

describe('an unreadable body', () => {
  it.each(unreadable)('%s is refused by every endpoint, in its own format', async (_what, type, body) => {
    const endpoints = Object.values(im).flatMap((group) => Object.values(group) as Endpoint[]);
    // A large body for every endpoint would take seconds and show nothing more.
    const some = body.length > 100_000 ? endpoints.slice(0, 3) : endpoints;
    await Promise.all(
      [...some, im.remove.del_log].map((endpoint) => {
        const { err, msg } = isRefusal;
        return expectRefusal(
          `${endpoint.path}?_token=${ada.token}`,
          { headers: { 'content-type': type }, body },
          endpoint.reply === 'code' ? { err, code: err, msg } : isRefusal,
        );
      }),
    );
  });

  it('a compressed body is not decompressed', async () => {
    const fields = `_token=${ada.token}&list_id=${list_id}&content_type=0&content=${encodeURIComponent('{"text":"packed"}')}`;
    for (const encoding of ['gzip', 'deflate', 'br', 'x-unknown']) {
      const headers = { 'content-type': form, 'content-encoding': encoding };
      await expectRefusal('/im/message/textMsg', { headers, body: gzipSync(fields) });
    }
    // A few kilobytes that expand to gigabytes are never decompressed.
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    await expectRefusal('/im/message/textMsg', {
      headers: { 'content-type': form, 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(await texts(bo, list_id)).toEqual([]);
  });
});

describe('a body with an unusual type', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['the content type of a form', { 'content-type': form }],
    [
      'the content type in capitals, with a character set',
      { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=GBK' },
    ],
    ['the content type of plain text', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['an unknown content type', { 'content-type': 'application/x-nobody-knows' }],
    ['no content type', {}],
  ])('a form under %s is read', async (_what, headers) => {
    const { status, text: answer } = await send('/im/get/base', {
      headers,
      body: `_token=${ada.token}&a=%&b=100%25&=&&c`,
    });
    expect(status).toBe(200);
    expect(JSON.parse(answer)).toMatchObject({ err: 0, data: { user_info: { id: ada.id } } });
  });

  it.each(['', 'garbage', ';;', '/', 'a/', '\u00e4/\u00f6'])(
    'is refused under the label %j',
    async (label) => {
      await expectRefusal('/im/get/base', {
        headers: { 'content-type': Buffer.from(label).toString('latin1') },
        body: `_token=${ada.token}`,
      });
    },
  );

  it('if empty is an empty form under any label', async () => {
    for (const type of [form, json, 'text/plain', 'application/x-nobody-knows']) {
      for (const method of ['POST', 'GET']) {
        const { text: answer } = await send(`/im/get/base?_token=${ada.token}`, {
          method,
          headers: { 'content-type': type },
        });
        expect(JSON.parse(answer), `${method} ${type}`).toMatchObject({ err: 0 });
        expect(
          JSON.parse((await send('/im/app/config', { method, headers: { 'content-type': type } })).text),
        ).toMatchObject({ err: 0 });
      }
    }
  });

  it('the token may be in the body, the query or a header, and the body takes precedence over the query', async () => {
    const ids = async (path: string, sent: Sent = {}) =>
      (JSON.parse((await send(path, sent)).text) as { data?: { user_info: { id: number } } }).data?.user_info
        .id;
    const post = (body: string) => ({ headers: { 'content-type': form }, body });
    expect(await ids(`/im/get/base?_token=${ada.token}`, { method: 'GET' })).toBe(ada.id);
    expect(await ids('/im/get/base', post(`_token=${ada.token}`))).toBe(ada.id);
    expect(await ids('/im/get/base', { headers: { authorization: `bearer ${ada.token}` } })).toBe(ada.id);
    expect(await ids(`/im/get/base?_token=${bo.token}`, post(`_token=${ada.token}`))).toBe(ada.id);
    for (const bad of [
      `${ada.token}x`,
      `${ada.token.slice(0, -1)}`,
      'x',
      '.',
      '..',
      'null',
      '\u0000',
      'a'.repeat(5000),
    ])
      expect(await ids(`/im/get/base`, post(`_token=${encodeURIComponent(bad)}`))).toBeUndefined();
  });

  it('a form of a thousand values is read, and one with more is refused', async () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => `k${i}=`).join('&');
    const answer = async (body: string) =>
      JSON.parse((await send('/im/get/base', { headers: { 'content-type': form }, body })).text) as object;
    expect(await answer(`${many(999)}&_token=${ada.token}`)).toMatchObject({ err: 0 });
    expect(await answer(`${many(1000)}&_token=${ada.token}`)).toEqual({ err: 1, msg: '参数错误：body' });
    expect(await answer(`${many(20_000)}&_token=${ada.token}`)).toEqual({ err: 1, msg: '参数错误：body' });
  });
});

describe('a path', () => {
  it.each([
    '/im',
    '/im/',
    '/im/get',
    '/im/get/',
    '/im/get/nothing',
    '/im/get/base/more',
    '/im/get/base.php',
    '/im/get/base;x=1',
    '/im/get/%zz',
    '/im/get/%ff',
    '/im/get/base%00',
    '/im/get/base%2f',
    '/im/%67et/%zz',
    '/im/__proto__/constructor',
    '/im/get/__proto__',
    '/im/get/toString',
    '/im/../../etc/passwd',
    '/im/get/..%2f..%2fetc/passwd',
    `/im/get/${'x'.repeat(10_000)}`,
    `/im/get/base${'%20'.repeat(3000)}x`,
    '/im/message/textmsg/',
  ])('%s is no endpoint, or needs a token', async (path) => {
    for (const method of ['POST', 'GET']) await expectRefusal(path, { method });
  });

  it.each([
    '/im//get///base',
    '/IM/Get/BASE',
    '/im/get/base/',
    '/im/get/base%20',
    '/im/get/base%20%20',
    '/im/get/base+',
    '//im/get/base',
  ])('%s is get/base', async (path) => {
    const { text: answer } = await send(`${path}?_token=${ada.token}`);
    expect(JSON.parse(answer)).toMatchObject({ err: 0 });
  });

  it('a query with malformed escapes, prototypes or many names causes no failure', async () => {
    for (const query of [
      '%',
      '%ff=%ff',
      'a=%e4%b',
      '__proto__=1',
      '__proto__[x]=1',
      'constructor[prototype][x]=1',
      'a&a&a',
      '&&&',
      '[]=1',
      `${'a=1&'.repeat(900)}`,
    ]) {
      const { text: answer } = await send(`/im/get/base?${query}&_token=${ada.token}`);
      expect(JSON.parse(answer), query.slice(0, 50)).toMatchObject({ err: 0 });
    }
    const { text: tooMany } = await send(`/im/get/base?${'a=1&'.repeat(1500)}_token=${ada.token}`);
    expect(JSON.parse(tooMany)).toEqual({ err: 1, msg: '参数错误：query' });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('other methods are refused, and a preflight is answered', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'PROPFIND']) {
      const { status } = await send('/im/get/base', { method });
      expect(status, method).toBe(200);
    }
    const { status, headers } = await send('/im/get/base', {
      method: 'OPTIONS',
      headers: { origin: 'https://chat.example', 'access-control-request-method': 'POST' },
    });
    expect([status, headers['access-control-allow-origin']]).toEqual([204, '*']);
    const answer = await send('/im/get/base', { headers: { origin: 'https://chat.example' } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('trailing spaces are removed in linear time', async () => {
    const path = `/im/get/base${'%20'.repeat(100_000)}`;
    await expectWork(100, () => {
      expect(normaliseImUrl(path)).toBe('/im/get/base');
      expect(normaliseImUrl(`${path}x`)).toBe(`${path}x`);
    });
  });
});

describe('a malformed request', () => {
  it.each([
    ['nonsense', 'nonsense\r\n\r\n'],
    [
      'two lengths',
      'POST /im/get/base HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\na=1',
    ],
    [
      'a length and chunks',
      'POST /im/get/base HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'an unfinished chunk',
      'POST /im/get/base HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\na',
    ],
    ['a header of 100 KB', `GET /im/get/base HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a header with NUL', 'GET /im/get/base HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
    [
      'half a body',
      'POST /im/get/base HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
    ],
  ])('%s ends at most its own connection', async (_what, bytes) => {
    const socket = connect(kith.server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    await new Promise((written) => socket.write(bytes, written));
    socket.end();
    // The server may end it with a reset, which is a normal end.
    const closed = new Promise((done) => socket.once('close', done));
    socket.resume();
    await Promise.race([closed, say(ada, list_id, 'meanwhile')]);
    socket.destroy();
    expect((await bo.im.get.base()).user_info.id).toBe(bo.id);
  });
});
