import { beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';

const kith = useKith({ config: { hostname: 'node-7' } });

let ada: Person;
beforeAll(async () => {
  ada = await kith.person('ada');
});

const badToken = { code: 400401, message: 'api token error or expired', error: true, hostname: 'node-7' };

describe('the envelope', () => {
  it('of a success has code 0, data and no hostname', async () => {
    const { status, body } = await kith.ask('GET', '/api/intro', { api_token: ada.token });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['code', 'message', 'error', 'data']);
    expect(body).toMatchObject({ code: 0, message: 'success', error: false });
    expect(body.data.universities.length).toBeGreaterThan(60);
  });

  it('of a refusal has HTTP status 400, a hostname and no data', async () => {
    for (const fields of [{}, { api_token: '' }, { api_token: 'nonsense' }]) {
      const { status, body } = await kith.ask('GET', '/api/intro', fields);
      expect([status, body]).toEqual([400, badToken]);
    }
  });

  it('of an unknown path, a wrong method or a malformed escape is a plain not found', async () => {
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['GET', '/api'],
      ['DELETE', '/api/login'],
      ['GET', '/api/%zz'],
    ] as const) {
      const { status, body } = await kith.ask(method, path);
      expect([status, body.code, body.hostname], path).toEqual([400, 400404, 'node-7']);
    }
  });

  it('names the cause for a malformed body and for one that is too large', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const [body, rule] of [
      ['{"a":', 'valid'],
      ['[1]', 'valid'],
      [`{"__proto__":{"x":1}}`, 'valid'],
      [`"${'x'.repeat(2_000_000)}"`, 'max_length'],
    ] as const) {
      const { status, body: answer } = await kith.post('/api/login', {}, { body, headers });
      expect([status, answer.code, answer.message]).toEqual([400, 400101, `參數驗證錯誤:body => ${rule}`]);
    }
    const form = await kith.post(
      '/api/login',
      {},
      { body: 'username=%ff', headers: { 'content-type': 'text/plain' } },
    );
    expect(form.body.message).toBe('參數驗證錯誤:body => valid');
  });

  it('allows all origins', async () => {
    const { headers } = await kith.post(
      '/api/intro',
      {},
      { method: 'GET', body: null, headers: { origin: 'https://a.test' } },
    );
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('the token', () => {
  it('can be in the query, a form, JSON, multipart or the Authorization header, and is that of the Chat API', async () => {
    const sign = { username: ada.username, password: PASSWORD };
    const form = new FormData();
    for (const [name, value] of Object.entries(sign)) form.set(name, value);
    form.set('file', new Blob(['ignored']), 'a.txt');
    const answers = await Promise.all([
      kith.ask('POST', '/api/login', sign),
      kith.post(
        '/api/login',
        {},
        { body: JSON.stringify(sign), headers: { 'content-type': 'application/json' } },
      ),
      kith.post('/api/login', {}, { body: form }),
      kith.post(`/api/login?${String(new URLSearchParams(sign))}`),
    ]);
    for (const { body } of answers) {
      expect(body.data).toMatchObject({ user_id: String(ada.id), zuvio_id: String(ada.id), nickname: 'ada' });
      const bearer = await kith.post(
        '/api/intro',
        {},
        { method: 'GET', body: null, headers: { authorization: `Bearer ${body.data.api_token}` } },
      );
      expect(bearer.body.code).toBe(0);
      expect((await kith.post('/im/get/base', { _token: body.data.api_token })).body.err).toBe(0);
    }
  });

  it('is refused like none when it is revoked or the account is disabled', async () => {
    const bo = await kith.person('bo');
    await bo.im.set.password({ pass1: PASSWORD, pass2: 'Passw0rd2', pass3: 'Passw0rd2' });
    const cy = await kith.person('cy');
    const other = (await kith.ask('POST', '/api/login', { username: bo.username, password: 'Passw0rd2' }))
      .body.data.api_token;
    await kith.sql(`update accounts set status = 'disabled' where id = any($1)`, [[cy.id]]);
    await kith.sql('update sessions set revoked_at = 1 where account_id = $1', [bo.id]);
    for (const token of [cy.token, other])
      expect((await kith.ask('GET', '/api/intro', { api_token: token })).body).toEqual(badToken);
  });
});

describe('POST /api/login and POST /api/register', () => {
  it('report a missing parameter in the order of the document, and never repeat a password', async () => {
    const login = async (fields: Record<string, unknown>) =>
      (await kith.ask('POST', '/api/login', fields)).body.message;
    expect(await login({})).toBe('必要參數未傳:username');
    expect(await login({ username: '  ' })).toBe('必要參數未傳:username');
    expect(await login({ username: 'x' })).toBe('必要參數未傳:password');
    const long = { username: 'y'.repeat(201), password: 'z'.repeat(2000) };
    expect(await login(long)).toBe(`參數驗證錯誤:username => max_length:200, value=${'y'.repeat(64)}`);
    expect(await login({ ...long, username: 'x' })).toBe('參數驗證錯誤:password => max_length:1000');
    const weak = await kith.ask('POST', '/api/register', { username: 'weak', password: 'weak' });
    expect(weak.body).toMatchObject({ code: 400101, message: '參數驗證錯誤:password => password:8' });
  });

  it('refuse a wrong password like an unknown name', async () => {
    for (const username of [ada.username, 'nobody_at_all']) {
      const { status, body } = await kith.ask('POST', '/api/login', { username, password: 'Wrong1234' });
      expect([status, body.code, body.message]).toEqual([400, 400402, 'auth failed error']);
    }
  });

  it('let one of many parallel registrations of a name succeed', async () => {
    const sign = { username: 'popular', password: PASSWORD, sex_code: 'F' };
    const codes = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await kith.ask('POST', '/api/register', sign)).body.code as number,
      ),
    );
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === 400101)).toHaveLength(19);
    expect((await kith.ask('POST', '/api/register', sign)).body.message).toBe(
      '參數驗證錯誤:username => unique, value=popular',
    );
  });

  it('repeat a value on one line and without invisible characters', async () => {
    const { body } = await kith.ask('POST', '/api/register', {
      username: 'x', password: PASSWORD, sex_code: 'a\n\u202e<b>',
    }); // prettier-ignore
    expect(body.message).toBe('參數驗證錯誤:sex_code => white_list:M/F, value=a<b>');
  });
});
