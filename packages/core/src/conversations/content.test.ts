import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError, isBlank } from '../kernel/index.js';
import { CONTENT, encode, encodeContent } from './content.js';

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.detail.field}`;
    throw error;
  }
  return 'none';
}

describe('encodeContent', () => {
  it('keeps every member and every character of a text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(text, fc.dictionary(text, fc.jsonValue({ maxDepth: 3 })), (words, others) => {
        fc.pre(
          !isBlank(words) &&
            !/\p{M}{9}|(?:(?=\p{M})\p{Script=Inherited}){5}/u.test(words) &&
            !words.includes('\0') &&
            !Object.hasOwn(others, '__proto__'),
        );
        const content = { ...others, text: words, user_id: '1,2' };
        fc.pre(!JSON.stringify(others).includes('\\u'));
        expect(JSON.parse(encodeContent(CONTENT.text, content))).toEqual(JSON.parse(JSON.stringify(content)));
      }),
      { numRuns: 300 },
    );
  });

  it('rejects text that the database cannot store, at any place, and nothing that only resembles it', () => {
    for (const bad of [
      '\0',
      'a\0',
      '\ud83d',
      '\ude00',
      '\ude00\ud83d',
      '\\\0',
      '\\\\\0',
      '\\\ud83d',
      '"\0"',
    ]) {
      expect(
        refusal(() => encodeContent(0, { text: `x${bad}` })),
        JSON.stringify(bad),
      ).toBe('invalid content');
      expect(refusal(() => encodeContent(0, { text: 'x', more: [{ deep: bad }] }))).toBe('invalid content');
      expect(refusal(() => encodeContent(0, { text: 'x', [bad]: 1 }))).toBe('invalid content');
    }
    for (const good of ['\\u0000', '\\\\u0000', '\\ud83d', '😀', '\u0001', '\\', '\\\\', '\u2028', '\uffff'])
      expect(JSON.parse(encodeContent(0, { text: `x${good}` }))).toEqual({ text: `x${good}` });
  });

  it.each([' ', '\n\t', '\u200B', '\u3164', '\u2800', '\uFE0F', '\u200F', '\u034F', '\u{E0041}', '\u0301'])(
    'rejects a text without anything visible: %j',
    (text) => expect(refusal(() => encodeContent(0, { text }))).toBe('invalid content.text'),
  );

  it('counts characters, regardless of their size in memory', () => {
    for (const unit of ['王', '😀', 'x', 'e\u0301', '\u1112\u1161\u11AB']) {
      expect(refusal(() => encodeContent(0, { text: unit.repeat(10_000) }))).toBe('none');
      expect(refusal(() => encodeContent(0, { text: unit.repeat(10_001) }))).toBe('too_large content');
    }
    expect(refusal(() => encodeContent(0, { text: '👨‍👩‍👧‍👦'.repeat(1000) }))).toBe('none');
    expect(refusal(() => encodeContent(0, { text: '👨‍👩‍👧‍👦'.repeat(1429) }))).toBe('too_large content');
    expect(refusal(() => encodeContent(0, { text: '\uFDFA'.repeat(1_000_000) }))).toBe('too_large content');
  });

  it('keeps at most four accents per letter, and everything else unchanged', () => {
    const written = ' a\u202Eb\r\n\u0001c e\u0301 ';
    expect(JSON.parse(encodeContent(0, { text: `${written}${'\u0316'.repeat(40)}` }))).toEqual({
      text: `${written}${'\u0316'.repeat(4)}`,
    });
    for (const text of ['လျှော့', 'ཧྐྵྨླྺྱཾ']) expect(JSON.parse(encodeContent(0, { text }))).toEqual({ text });
  });

  it.each([
    ['annexe\u202Efdp.exe', 'annexefdp.exe'],
    ['a\nb.pdf', 'a b.pdf'],
    ['../../etc/passwd', '....etcpasswd'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(251)}.pdf`],
    [`${'x'.repeat(250)}👨‍👩‍👧‍👦.pdf`, `${'x'.repeat(250)}.pdf`],
  ])('the name %j of a file is stored as %j', (name, stored) => {
    for (const type of [1, 2, 3, 11])
      expect(JSON.parse(encodeContent(type, { url: 'a.pdf', name }))).toEqual({ url: 'a.pdf', name: stored });
  });

  it('the name and the address of a place are one line each', () => {
    const place = { latitude: 1, longitude: 2, name: 'a\u202E\nb', address: 'c\u2066' };
    expect(JSON.parse(encodeContent(10, place))).toEqual({ ...place, name: 'a b', address: 'c' });
  });

  it('examines a long run of backslashes quickly', () => {
    const text = '\\'.repeat(10_000);
    const start = performance.now();
    expect(JSON.parse(encodeContent(0, { text }))).toEqual({ text });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('accepts the types that users may send and rejects all others', () => {
    const members = { text: 'x', url: 'a.jpg', latitude: 0, longitude: 0, type: 1, user_id: '1' };
    const accepted = Array.from({ length: 100 }, (_, type) => type).filter(
      (type) => refusal(() => encodeContent(type, members)) === 'none',
    );
    expect(accepted).toEqual([0, 1, 2, 3, 10, 11, 15]);
    for (const type of [-1, 0.5, Number.NaN, 1e9])
      expect(refusal(() => encodeContent(type, members))).toBe('invalid content_type');
  });

  it('requires an object, not a text or list that contains one', () => {
    for (const content of [null, undefined, '', '{}', 7, true, [], [{ text: 'x' }]])
      expect(refusal(() => encodeContent(0, content))).toBe('invalid content');
  });

  it.each(['a.jpg', 'a_thumb.jpg', 'f00d/a.jpg', 'A-1.b.c', 'x'.repeat(256)])(
    '%s is the name of a file',
    (url) => {
      expect(refusal(() => encodeContent(2, { url }))).toBe('none');
      expect(refusal(() => encodeContent(2, { full_url: url }))).toBe('none');
    },
  );

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    '/a.jpg',
    '//host/a.jpg',
    'a/../b.jpg',
    'a..b',
    'http://host/a.jpg',
    'javascript:alert(1)',
    'data:text/html,x',
    'a b.jpg',
    'a\\b.jpg',
    'a%2e%2e/b.jpg',
    'a.jpg?x=1',
    'a.jpg#x',
    '<img>',
    'é.jpg',
    'x'.repeat(257),
  ])('%j is not the name of a file', (url) => {
    expect(refusal(() => encodeContent(2, { url }))).toBe('invalid content.url');
    expect(refusal(() => encodeContent(11, { url: 'a.pdf', full_url: url }))).toBe(
      url === '' ? 'none' : 'invalid content.url',
    );
  });

  it('a place lies on the globe', () => {
    const at = (latitude: unknown, longitude: unknown) =>
      refusal(() => encodeContent(10, { latitude, longitude }));
    for (const [latitude, longitude] of [
      [90, 180],
      [-90, '-180'],
      ['0.0', '1e1'],
      [0, 0],
    ]) {
      expect(at(latitude, longitude)).toBe('none');
    }
    for (const bad of [90.1, '', ' ', 'north', null, undefined, Number.NaN, Infinity, [1], {}, true]) {
      expect(at(bad, 0)).toBe('invalid content.latitude');
      expect(at(0, typeof bad === 'number' ? bad * 2 : bad)).toBe('invalid content.latitude');
    }
  });
});

describe('encode', () => {
  it('takes 8 levels and no more', () => {
    const nested = (levels: number) => {
      let value: Record<string, unknown> = {};
      for (let i = 1; i < levels; i++) value = { value };
      return value;
    };
    expect(refusal(() => encode(nested(8)))).toBe('none');
    expect(refusal(() => encode(nested(9)))).toBe('invalid content');
    // Rejected before anything descends that far.
    expect(refusal(() => encode(nested(100_000)))).toBe('invalid content');
  });

  it('takes 32,000 characters of JSON and no more', () => {
    const overhead = JSON.stringify({ text: '' }).length;
    expect(refusal(() => encode({ text: 'x'.repeat(32_000 - overhead) }))).toBe('none');
    expect(refusal(() => encode({ text: 'x'.repeat(32_001 - overhead) }))).toBe('too_large content');
  });
});
