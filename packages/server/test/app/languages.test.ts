import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';

const kith = useKith();

const WRONG = {
  'zh-Hans': '用户名或密码错误',
  'zh-Hant': '帳號或密碼錯誤',
  en: 'Wrong user name or password',
};

const refuse = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  (await kith.post('/im/in/login', { username: 'nobody', password: 'x', ...fields }, { headers })).body
    .msg as string;

test('a refusal is in the language of `_locale`', async () => {
  for (const [_locale, msg] of [
    ...Object.entries(WRONG),
    ['zh_TW', WRONG['zh-Hant']],
    ['zh-HK', WRONG['zh-Hant']],
    ['zh-hant-TW', WRONG['zh-Hant']],
    ['zh_CN', WRONG['zh-Hans']],
    ['zh', WRONG['zh-Hans']],
    ['en-US', WRONG.en],
    ['EN', WRONG.en],
    ['fr', WRONG['zh-Hans']],
    ['', WRONG['zh-Hans']],
    ['__proto__', WRONG['zh-Hans']],
  ] as const) {
    expect(await refuse({ _locale }), _locale).toBe(msg);
  }
});

test("without `_locale` the browser's language counts, and `_locale` overrides it", async () => {
  for (const [language, msg] of [
    ['en-GB,en;q=0.9', WRONG.en],
    ['zh-TW,zh;q=0.9,en;q=0.8', WRONG['zh-Hant']],
    ['fr-FR, en;q=0.5', WRONG.en],
    ['zh-TW;q=0.5, en;q=0.9', WRONG.en],
    ['fr, en;q=0.2, zh-TW;q=0.3', WRONG['zh-Hant']],
    ['en;q=0, zh-HK;q=0.1', WRONG['zh-Hant']],
    ['en;q=0', WRONG['zh-Hans']],
    ['en;q=nonsense, ;;,=,zh_TW', WRONG['zh-Hant']],
    ['zh-CN', WRONG['zh-Hans']],
    ['fr', WRONG['zh-Hans']],
    ['*', WRONG['zh-Hans']],
  ] as const) {
    expect(await refuse({}, { 'accept-language': language }), language).toBe(msg);
  }
  expect(await refuse({ _locale: 'zh-Hant' }, { 'accept-language': 'en' })).toBe(WRONG['zh-Hant']);
  expect(await refuse({}, {})).toBe(WRONG['zh-Hans']);
});

test('every kind of refusal is localized: of rules, fields, tokens, paths and bodies', async () => {
  const en = kith.visitor({ locale: 'en' });
  await expect(en.in.reg({ username: 'ada', password: 'weak' })).rejects.toThrow(
    'A password needs at least 8 characters, with an upper-case letter, a lower-case letter and a digit',
  );
  await expect(en.in.login({ username: 'ada', password: '' })).rejects.toThrow('Invalid value: password');
  await expect(en.get.base()).rejects.toThrow('Please sign in');
  const headers = { 'accept-language': 'en' };
  expect((await kith.post('/im/nope/nope?_locale=en')).body.msg).toBe('Unknown endpoint');
  expect((await kith.post('/im/nope/nope', {}, { headers })).body.msg).toBe('Unknown endpoint');
  const json = { ...headers, 'content-type': 'application/json' };
  expect((await kith.post('/im/in/login', {}, { body: '{', headers: json })).body.msg).toBe(
    'Invalid value: body',
  );
});
