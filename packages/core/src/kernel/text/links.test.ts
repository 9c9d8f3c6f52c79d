import { describe, expect, it } from 'vitest';
import { holdsLink } from './links.js';

describe('a link or a phone number', () => {
  it.each([
    'http://x',
    'https://evil.com/x',
    'look at www.evil.example',
    'evil.com',
    'Evil.COM!',
    '加我evil.com吧'.replace('我', '我 ').replace('吧', ' 吧'),
    'evil．com／x',
    'ｅｖｉｌ．ｃｏｍ',
    'evil\u200B.com',
    'e\u00ADvil.c\u2060om',
    'evil . com',
    'evil. com',
    'evil .com',
    'h t t p evil . com',
    'e v i l . c o m',
    'evil[.]com',
    'evil (dot) com',
    'evil dot com',
    'evil。com',
    'evil․com',
    'evil﹒com',
    'evil.中国',
    '坏人.公司',
    'зло.рф',
    'зло.онлайн',
    'evil点com',
    'evil.xyz',
    'evil.top',
    'evil.ru',
    'a.b.co.uk',
    'evil.shop/x',
    'evil.example/path',
    'evil.example:8080',
    'xn--80ak6aa92e.example',
    '203.0.113.7',
    't.me/x',
    'évil.com',
    'hxxps://evil',
    '138 0013 8000',
    '138-0013-8000',
    '１３８００１３８０００',
    '+886 912 345 678',
    '١٣٨٠٠١٣٨٠٠٠',
    '(02) 2345 6789',
  ])('is in %j', (text) => expect(holdsLink(text)).toBe(true));

  it.each([
    '',
    'hello',
    '你好。我是小明。',
    'hi. how are you?',
    'ok.thanks',
    'at 10:30 on 2026-11-28',
    'a/b',
    'e.g. this',
    'v1.2.3',
    '3.14',
    'Mr. Smith',
    'Room 12B, 3/F',
    '我住在3.5楼',
    'U.S.A.',
    'x y z',
    'end.',
    '...',
    '12345678',
    'i am 20 . and you',
    '点点点',
  ])('is not in %j', (text) => expect(holdsLink(text)).toBe(false));

  it('is found or ruled out quickly', () => {
    for (const unit of ['1 ', 'a.', '. ', 'a-', 'x y ', '\uFDFA.', '1.']) {
      const text = unit.repeat(5000);
      const times = Array.from({ length: 10 }, () => {
        const start = performance.now();
        holdsLink(text);
        return performance.now() - start;
      });
      expect(Math.min(...times), unit).toBeLessThan(15);
    }
  });
});
