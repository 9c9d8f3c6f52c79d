import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { collectWarnings } from '../hostile/warnings.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';

const SILENT_MS = atPace(800);
const GRACE_MS = atPace(1_500);
const warnings = collectWarnings();
const kith = useKith({
  log: warnings.log,
  overrides: {
    timing: {
      silentForMs: SILENT_MS,
      bodyGraceMs: GRACE_MS,
      bodyBytesPerSecond: 1_000_000 / atPace(1_000),
      headWithinMs: atPace(600),
      lookEveryMs: 100,
    },
  },
});

afterEach(() => expect(warnings.drain()).toEqual([]));

const TOO_SLOW_IM = { err: 1, msg: '网络太慢，上传已中断，请重试' };
const TOO_SLOW_API = {
  code: 400101,
  message: '參數驗證錯誤:body => complete',
  error: true,
  hostname: 'kith',
};

/** Writes parts of a request, with pauses; returns the bytes received before the connection closed, and when it closed. */
async function ask(pieces: AsyncIterable<string> | Iterable<string>) {
  const begun = performance.now();
  const socket = connect({ port: kith.server.port, host: '127.0.0.1' });
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  void (async () => {
    for await (const piece of pieces) if (!socket.destroyed) socket.write(piece);
  })();
  await Promise.race([closed, eventually('it is answered', () => /\r\n\r\n[^]+/.test(text), 15_000)]);
  const tookMs = performance.now() - begun;
  socket.destroy();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body, tookMs };
}

async function* drops(first: string, drop: string, everyMs: number, count: number): AsyncIterable<string> {
  yield first;
  for (let i = 0; i < count; i++) {
    await sleep(everyMs);
    yield drop;
  }
}

const head = (line: string, bytes: number, type = 'application/x-www-form-urlencoded') =>
  `${line} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${bytes}\r\n\r\n`;

const MULTIPART = 'multipart/form-data; boundary=b';
const PART = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';

// They wait for timeouts, each on its own connection, so they run concurrently.
describe.concurrent('a body that stalls', () => {
  test.each([
    ['a form of the Chat API', head('POST /im/in/login', 1000), 200, TOO_SLOW_IM],
    ['an upload of the Chat API', head('POST /im/upload/chat', 9000, MULTIPART) + PART, 200, TOO_SLOW_IM],
    ['a body for an unknown path', head('POST /im/nope', 1000), 200, TOO_SLOW_IM],
    ['a form of the Friendship API', head('POST /api/channel', 1000), 400, TOO_SLOW_API],
    [
      'a photo of the Friendship API',
      head('POST /api/user_friendship/user_photos', 900_000),
      400,
      TOO_SLOW_API,
    ],
  ])('%s is refused in the format of its API', async (_, request, status, expected) => {
    const answer = await ask([`${request}a=`]);
    expect(answer.head).toMatch(/connection: close/i);
    expect(answer.head).toMatch(/access-control-allow-origin: \*/i);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, expected]);
    expect(answer.tookMs).toBeGreaterThan(SILENT_MS * 0.9);
  });

  test('elsewhere is refused as plain text', async () => {
    const answer = await ask([head('POST /healthz', 1000)]);
    expect(answer.status).toBe(404);
  });

  test('is refused in the requested language', async () => {
    const answer = await ask([head('POST /im/in/login?_locale=en', 1000)]);
    expect(JSON.parse(answer.body)).toEqual({ err: 1, msg: 'The connection is too slow; please try again' });
  });
});

describe.concurrent('a slow body', () => {
  test('has as much time as it needs', async () => {
    const form = `username=${'x'.repeat(20_000)}`;
    const pieces = form.match(/[^]{1,1000}/g)!;
    async function* slowly() {
      yield head('POST /im/in/login', form.length);
      for (const piece of pieces) {
        await sleep(SILENT_MS / 4);
        yield piece;
      }
    }
    const answer = await ask(slowly());
    expect(answer.tookMs).toBeGreaterThan(4 * SILENT_MS);
    expect(JSON.parse(answer.body)).toMatchObject({
      err: 1,
      msg: expect.stringContaining('password') as string,
    });
  });

  test('in single bytes is aborted', async () => {
    const answer = await ask(drops(head('POST /im/in/login', 1000), 'x', 100, 150));
    expect(JSON.parse(answer.body)).toEqual(TOO_SLOW_IM);
    expect(answer.tookMs).toBeGreaterThan(GRACE_MS * 0.9);
  });
});

describe('requests that reach no handler', () => {
  test('half a request head is aborted', async () => {
    const answer = await ask(['POST /im/in/login HTTP/1.1\r\nHost: x\r\n']);
    expect([answer.status, answer.body]).toEqual([
      408,
      'The request was too slow, or inactive for too long, and was aborted; nothing has changed.',
    ]);
  });

  test.each([
    ['/im/in/login', 200, { err: 1, msg: '内容过大' }],
    [
      '/api/channel',
      400,
      { code: 400101, message: '參數驗證錯誤:body => max_length', error: true, hostname: 'kith' },
    ],
  ])('headers that are too long for %s are refused in its format', async (path, status, expected) => {
    const answer = await ask([`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`]);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, expected]);
  });

  test.each([
    ['/im/in/login', 200, { err: 1, msg: '参数错误：request' }],
    [
      '/api/channel',
      400,
      { code: 400101, message: '參數驗證錯誤:request => valid', error: true, hostname: 'kith' },
    ],
  ])('a malformed head for %s is refused in its format', async (path, status, expected) => {
    const answer = await ask([
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ]);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, expected]);
  });

  test.each(['GET /x', 'GET /x%zz', 'OPTIONS /x', 'PUT /', 'GET /%'])(
    '%s is not found, in plain text',
    async (line) => {
      const answer = await ask([`${line} HTTP/1.1\r\nHost: x\r\n\r\n`]);
      expect([answer.status, answer.body]).toEqual([404, 'not found']);
    },
  );

  test.each(['/im/get/base', '/api/channel'])(
    'OPTIONS %s without preflight headers is allowed',
    async (path) => {
      const response = await fetch(`${kith.url}${path}`, { method: 'OPTIONS' });
      expect([response.status, await response.text()]).toEqual([204, '']);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    },
  );
});
