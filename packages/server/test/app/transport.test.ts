import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { PASSWORD, useKith } from '../harness/kith.js';
import { refusal } from '../im/refusals.js';

const kith = useKith({ config: { maxUploadBytes: 100_000 } });

const NO_ENDPOINT = { err: 1, msg: '接口不存在' };

/** A raw request: `fetch` would normalize the path. */
function raw(
  method: string,
  path: string,
): Promise<{ status: number | undefined; cors: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: kith.server.port, method, path }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, cors: response.headers['access-control-allow-origin'], text });
      });
    });
    outgoing.on('error', reject).end();
  });
}

describe('a path of the Chat API', () => {
  test('is the same in any case, with trailing spaces or a slash, and with repeated slashes', async () => {
    for (const path of [
      '/im/App/config',
      '/im/app/config',
      '/IM/APP/CONFIG',
      '/im/app/config/',
      '/im/app/config%20',
      '/im/app/config%20%20?x=1',
      '//im//app//config',
      '/im/app/config?x=%zz',
    ]) {
      const { status, text } = await raw('GET', path);
      expect([status, JSON.parse(text).err], path).toEqual([200, 0]);
    }
  });

  test('if unknown returns HTTP 200 and err 1 for every method, readable by every origin', async () => {
    for (const [method, path] of [
      ['POST', '/im/nope/nope'],
      ['GET', '/im/nope'],
      ['GET', '/im/'],
      ['GET', '/im'],
      ['GET', '/im?x=1'],
      ['PUT', '/im/get/base'],
      ['DELETE', '/im/get/base'],
      ['PATCH', '/im/get/base'],
      ['GET', '/im/get/base%zz'],
      ['GET', '/im/get/%ff'],
      ['GET', '/im/get/%'],
      ['GET', '/im/../healthz'],
      ['GET', '/im/app%2fconfig'],
      ['GET', '/im/app/config%0a'],
      ['GET', `/im/get/${'a'.repeat(5000)}`],
      ['POST', '/im/__proto__/constructor'],
    ] as const) {
      const { status, cors, text } = await raw(method, path);
      expect([status, cors], `${method} ${path}`).toEqual([200, '*']);
      expect(JSON.parse(text), `${method} ${path}`).toEqual(NO_ENDPOINT);
    }
  });

  test('answers HEAD with the headers of its response', async () => {
    expect(await raw('HEAD', '/im/App/config')).toEqual({ status: 200, cors: '*', text: '' });
  });

  test('can be called from a page of any origin, also after a preflight', async () => {
    const origin = 'https://chat.example.com';
    const { headers } = await kith.post('/im/App/config', {}, { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const preflight = await fetch(`${kith.url}/im/get/base`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.ok).toBe(true);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toMatch(/POST/);
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/);
  });
});

describe('an unknown path', () => {
  test('is not found, and not in the format of the Chat API', async () => {
    for (const path of ['/nope', '/imagine', '/import/x', '/static/nope.jpg']) {
      const { status, text } = await raw('GET', path);
      expect(status, path).toBe(404);
      expect(text).not.toContain('"err":');
    }
  });
});

describe('a body', () => {
  const post = async (body: BodyInit, contentType?: string) =>
    (
      await kith.post(
        '/im/in/login',
        {},
        { body, ...(contentType && { headers: { 'content-type': contentType } }) },
      )
    ).body;

  test('is read as a form under any content type except JSON', async () => {
    const { username } = await kith.person('ada');
    const form = `username=${username}&password=${PASSWORD}`;
    for (const type of [
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded; charset=UTF-8',
      'text/plain',
      'text/plain;charset=UTF-8',
      'application/octet-stream',
      'x/y',
    ]) {
      expect(await post(form, type), type).toMatchObject({ err: 0 });
    }
    expect(await post(JSON.stringify({ username, password: PASSWORD }), 'application/json')).toMatchObject({
      err: 0,
    });
    expect(await post(new TextEncoder().encode(form))).toMatchObject({ err: 0 });
  });

  test('that is malformed is a bad value, not a server failure', async () => {
    for (const [body, type] of [
      ['{', 'application/json'],
      ['[1]', 'application/json'],
      ['"text"', 'application/json'],
      ['null', 'application/json'],
      ['['.repeat(50_000), 'application/json'],
      ['{"__proto__":{"username":"x"}}', 'application/json'],
      [Buffer.from('{"username":"\xff"}', 'latin1'), 'application/json'],
      [Buffer.from('username=\xff&password=x', 'latin1'), 'application/x-www-form-urlencoded'],
      ['username=%ff&password=x', 'application/x-www-form-urlencoded'],
    ] as const) {
      expect(await post(body, type), String(body).slice(0, 40)).toEqual(refusal('invalid', 'body'));
    }
    const login = (fields: Record<string, unknown>) => post(JSON.stringify(fields), 'application/json');
    expect(await login({ username: 'a\0b', password: 'x' })).toEqual(refusal('invalid', 'username'));
    expect(await login({ username: '\ud800', password: 'x' })).toEqual(refusal('invalid', 'username'));
    expect(await login({ username: ['a'], password: 'x' })).toEqual(refusal('invalid', 'username'));
    expect(await login({ username: 'a', password: { length: 5 } })).toEqual(refusal('invalid', 'password'));
    expect(await post('username=a&username=b&password=x')).toEqual(refusal('invalid', 'username'));
  });

  test('that is too large is refused', async () => {
    expect(await post(`username=a&password=${'x'.repeat(1100)}`, 'text/plain')).toEqual(refusal('too_large'));
    expect(await post(`username=a&password=x&more=${'x'.repeat(250_000)}`, 'text/plain')).toEqual(
      refusal('wrong_credentials'),
    );
    expect(await post(`username=a&password=x&more=${'x'.repeat(270_000)}`, 'text/plain')).toEqual(
      refusal('too_large'),
    );
  });

  test('may contain an unexpected file, which is ignored', async () => {
    const { username } = await kith.person('ada');
    const form = new FormData();
    form.set('username', username);
    form.set('password', PASSWORD);
    form.set('file', new Blob([Buffer.alloc(50_000)]), 'more.bin');
    expect(await post(form)).toMatchObject({ err: 0 });
  });
});
