import { describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeStaff } from '../harness/staff.js';

const kith = useKith();
const JSON_TYPE = { 'content-type': 'application/json', 'x-kith-console': '1' };

async function send(init: RequestInit, path = '/admin/session') {
  const response = await fetch(`${kith.url}${path}`, { method: 'POST', headers: JSON_TYPE, ...init });
  return { status: response.status, headers: response.headers, body: (await response.json()) as object };
}

describe('the admin API', () => {
  it('names the first invalid parameter, and never fails on what a client sends', async () => {
    const good = { name: 'mei', password: 'x', code: '000000' };
    for (const [body, field] of [
      ['', 'name'],
      ['{', 'body'],
      ['[]', 'body'],
      ['{"a":"\\ud800"}', 'name'],
      [JSON.stringify({ ...good, name: undefined }), 'name'],
      [JSON.stringify({ ...good, name: 7 }), 'name'],
      [JSON.stringify({ ...good, name: ' ' }), 'name'],
      [JSON.stringify({ ...good, name: 'x'.repeat(65) }), 'name'],
      [JSON.stringify({ ...good, name: 'a\u0000b' }), 'name'],
      [JSON.stringify({ ...good, password: { toString: 1 } }), 'password'],
      [JSON.stringify({ ...good, code: null }), 'code'],
      [JSON.stringify({ ...good, tenant: '1' }), 'tenant'],
      [JSON.stringify({ ...good, tenant: 1.5 }), 'tenant'],
      [JSON.stringify({ ...good, tenant: 1e12 }), 'tenant'],
    ])
      expect([body, await send({ body: body ?? '' })]).toMatchObject([
        body,
        { status: 400, body: { error: { code: 'invalid', field } } },
      ]);
    const form = await send({ body: 'name=mei', headers: { ...JSON_TYPE, 'content-type': 'text/plain' } });
    expect(form).toMatchObject({ status: 400, body: { error: { code: 'invalid', field: 'body' } } });
    const large = await send({ body: JSON.stringify({ ...good, name: 'x'.repeat(300_000) }) });
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'too_large' } } });
    const elsewhere = await send({ body: JSON.stringify({ ...good, tenant: 999 }) });
    expect(elsewhere).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  });

  it('converts parameters of the query, and refuses what is none', async () => {
    const owner = await makeStaff(kith, 'owner');
    const audit = (query: string) =>
      send({ method: 'GET', headers: { cookie: owner.cookie } }, `/admin/audit?${query}`);
    expect(await audit(`staffId=${owner.id}&unknown=1`)).toMatchObject({ status: 200 });
    for (const [query, field] of [
      ['staffId=x', 'staffId'],
      ['staffId=0', 'staffId'],
      ['since=-1', 'since'],
      ['action=', 'action'],
      ['action=a&action=b', 'action'],
      ['action=%00', 'action'],
    ])
      expect([query, await audit(query!)]).toMatchObject([
        query,
        { status: 400, body: { error: { field } } },
      ]);
  });

  it('answers in the language of the reader, and is not kept by caches', async () => {
    const says = async (language: string) => {
      const { status, body, headers } = await send(
        { method: 'GET', headers: { 'accept-language': language } },
        '/admin/session',
      );
      expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 401, cache: 'no-store' });
      return body;
    };
    expect(await says('en')).toEqual({ error: { code: 'not_signed_in', message: 'Please sign in' } });
    expect(await says('zh-TW')).toEqual({ error: { code: 'not_signed_in', message: '請先登入' } });
    expect(await says('zh-CN')).toEqual({ error: { code: 'not_signed_in', message: '请先登录' } });
  });

  it('refuses unknown paths and broken escapes, and lets no other origin read', async () => {
    for (const path of [
      '/admin',
      '/admin/',
      '/admin/nothing',
      '/admin/staff/%E0%A4%A/role',
      '/admin/Session',
    ])
      expect([path, await send({ method: 'GET' }, path)]).toMatchObject([
        path,
        { status: 404, body: { error: { code: 'not_found' } } },
      ]);
    const { headers } = await send({ method: 'GET', headers: { origin: 'https://evil.example.org' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
