import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { NotSent } from '@kith/core/ports';
import { makeSmsGateway, type SmsGateway } from '../../src/adapters/messengers/sms-gateway.js';
import { readSmsGateway, readSmtpUrl } from '../../src/config/messengers.js';
import { atPace } from '../harness/at-pace.js';
import { accept, answerWith, startGateway, type Gateway } from './gateway-server.js';

let gateway: Gateway;
beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.answer = accept;
  gateway.requests.length = 0;
});

const MESSAGE = { phone: '+8613800138000', text: 'Kith "聊天" & {code}: 482913', code: '482913' };

/** Sends through the gateway that a file describes. */
async function send(file: object): Promise<string> {
  return makeSmsGateway(await read(file)).send(MESSAGE);
}

async function read(file: unknown): Promise<SmsGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-sms-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'sms.json');
  await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  return readSmsGateway(path);
}

const failureOf = (file: object) =>
  send(file).then(
    () => 'none',
    (error: unknown) => {
      expect(error).toBeInstanceOf(NotSent);
      return (error as NotSent).failure;
    },
  );

const json = () => ({ url: `${gateway.url}/send`, body: { to: '{number}', text: '{text}' } });

test('a text message reaches the gateway as the file describes it, escaped for where it stands', async () => {
  expect(await send({ ...json(), headers: { Authorization: 'Bearer key' } })).toBe('HTTP 200 {"ok":true}');
  const form = {
    url: `${gateway.url}/to/{number}`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Code': '{code}' },
    body: 'text={text}&sign={signature}&type=1',
    signature: '【Kith】',
  };
  await send(form);
  await send({ url: `${gateway.url}/get?n={number}&c={code}`, method: 'GET' });
  const [first, second, third] = gateway.requests;
  expect(first).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer key' } });
  expect(first!.headers['content-type']).toBe('application/json');
  expect(JSON.parse(first!.body)).toEqual({ to: MESSAGE.phone, text: MESSAGE.text });
  expect(second).toMatchObject({ url: '/to/%2B8613800138000', headers: { 'x-code': '482913' } });
  expect(Object.fromEntries(new URLSearchParams(second!.body))).toEqual({
    text: MESSAGE.text,
    sign: '【Kith】',
    type: '1',
  });
  expect(third).toMatchObject({ method: 'GET', url: '/get?n=%2B8613800138000&c=482913', body: '' });
});

test('statuses decide what a failure means', async () => {
  const meaning: Record<number, string> = {
    201: 'none',
    302: 'never',
    400: 'never',
    401: 'never',
    429: 'later',
    500: 'later',
    502: 'unknown',
    503: 'later',
    504: 'unknown',
  };
  for (const [status, failure] of Object.entries(meaning)) {
    gateway.answer = answerWith(Number(status));
    expect([status, await failureOf(json())]).toEqual([status, failure]);
  }
  gateway.answer = answerWith(200);
  expect(await failureOf({ ...json(), success: [202] })).toBe('never');
  gateway.answer = answerWith(202);
  expect(await failureOf({ ...json(), success: [202] })).toBe('none');
  expect(gateway.requests).toHaveLength(Object.keys(meaning).length + 2);
});

test('a gateway that is not there is for later; one that is slow or hangs up may have accepted', async () => {
  const gone = await startGateway();
  gone.stop();
  expect(await failureOf({ ...json(), url: gone.url })).toBe('later');
  gateway.answer = (response) => response.destroy();
  expect(await failureOf(json())).toBe('unknown');
  gateway.answer = () => undefined;
  expect(await failureOf({ ...json(), timeoutMs: atPace(100) })).toBe('unknown');
});

test('an answer without end is cut off', async () => {
  gateway.answer = (response) => {
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(timer));
  };
  expect((await send(json())).length).toBeLessThan(20_000);
});

test('a file that describes no gateway is refused without showing it', async () => {
  const wrong: [unknown, RegExp][] = [
    ['{"key": "secret"', /not valid: must be object/],
    [{ url: 'ftp://secret', body: '{number}{text}' }, /not valid at \/url/],
    [{ url: 'https://a.example/{number}', key: 'secret' }, /not valid/],
    [{ url: 'https://a.example', body: '{text} secret' }, /must contain \{number\}/],
    [{ url: 'https://a.example', body: '{number} secret' }, /must contain \{number\}/],
    [{ url: 'https://a.example/{number}{code}', timeoutMs: 1_000_000 }, /not valid at \/timeoutMs/],
  ];
  for (const [file, message] of wrong) {
    const error = await read(file).then(
      () => new Error('accepted'),
      (refusal: Error) => refusal,
    );
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('secret');
  }
});

test('a URL of a mail server is read, and a wrong one refused without showing it', () => {
  const password = 'p@ss/w:rd';
  const kith = { user: 'kith', password };
  const credentials = `kith:${encodeURIComponent(password)}`;
  const host = 'mail.example.org';
  expect(readSmtpUrl(`smtps://${credentials}@${host}`)).toEqual({ host, port: 465, tls: 'always', ...kith });
  expect(readSmtpUrl(`smtp://${credentials}@${host}`)).toEqual({ host, port: 587, tls: 'starttls', ...kith });
  expect(readSmtpUrl('smtp://[::1]:25?tls=none')).toEqual({
    host: '::1',
    port: 25,
    tls: 'none',
    user: undefined,
    password: '',
  });
  for (const url of [
    'secret',
    'http://secret@a.example',
    'smtp://a.example/secret',
    'smtp://k:p#secret@a.example',
    'smtps://a.example?tls=none',
    'smtp://',
  ])
    expect(() => readSmtpUrl(url), url).toThrow(/^KITH_SMTP_URL must look like (?!.*secret)/);
});
