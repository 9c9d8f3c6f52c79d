import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounds, fold } from '../kernel/index.js';
import { searchKeys, searchQuery, type SearchQuery } from './search-keys.js';

/** Whether the keys fulfil a query, as the database decides it. */
function isFulfilled({ terms }: SearchQuery, keys: readonly string[]): boolean {
  return terms.split(' & ').every((term) => {
    const [, key = '', prefix] = /^'([^'\\]+)'(:\*)?$/.exec(term) ?? [];
    expect(key, term).not.toBe('');
    return prefix ? keys.some((one) => one.startsWith(key)) : keys.includes(key);
  });
}

describe('searchKeys', () => {
  it.each([
    ['我们明天见', ['我们', '们明', '明天', '天见']],
    ['meet at the café, meet', ['meet', 'at', 'the', 'cafe']],
    ['用wifi密码12b', ['wifi', '密码', '12b']],
    ['안녕하세요 カート', ['안녕', '녕하', '하세', '세요', 'カー', 'ート']],
    ['สุดา', ['สุ', 'ุด', 'ดา']],
    ["it's 100%_sure", ['it', 's', '100', 'sure']],
    ['我 a', ['a']],
    ['😀 ...', []],
    ['', []],
  ])('of %j are %j', (text, keys) => expect(searchKeys(fold(text)).toSorted()).toEqual(keys.toSorted()));

  it('of a long word are bounded', () => {
    const [key = '', ...others] = searchKeys('x'.repeat(5_000));
    expect([...key]).toHaveLength(bounds.search.keyCharacters);
    expect(others).toEqual([]);
  });
});

describe('searchQuery', () => {
  it.each([
    ['天安门', `'天安' & '安门'`, true],
    ['hello', `'hello':*`, false],
    ['hello wo', `'wo':*`, true],
    ['hello w', `'hello'`, false],
    ['m 12 pm', `'12' & 'pm':*`, true],
    ['wifi密码', `'密码'`, true],
    ['码ab', `'ab':*`, true],
    ['x'.repeat(40), `'${'x'.repeat(32)}'`, false],
  ])('of %j is %s, complete: %j', (text, terms, isComplete) =>
    expect(searchQuery(text)).toEqual({ terms, isComplete }),
  );

  it('does not exist for one letter, or none', () => {
    for (const text of ['', 'a', '你', '码a', '%', '好,我', '😀😀'])
      expect(searchQuery(text)).toBeUndefined();
  });

  const character = fc.constantFrom(
    ..."abз1你好们カ한สุ,。 %_-'\\:*&|σß",
    '😀',
    '𠮷',
    'é',
    '\u30FC',
    'x'.repeat(bounds.search.keyCharacters),
  );
  const whole = fc.array(character, { maxLength: 30 });

  it('that is complete is fulfilled by the keys of every text that contains the search text', () => {
    fc.assert(
      fc.property(whole, fc.nat(30), fc.nat(10), (characters, from, length) => {
        const text = fold(characters.join(''));
        const wanted = [...text]
          .slice(from, from + length)
          .join('')
          .trim();
        const query = searchQuery(wanted);
        if (query?.isComplete)
          expect(isFulfilled(query, searchKeys(text)), `${wanted} in ${text}`).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is fulfilled wherever the search text begins a word', () => {
    fc.assert(
      fc.property(whole, whole, fc.nat(30), (before, characters, length) => {
        const text = fold(`${before.join('')} ${characters.join('')}`);
        const start = fold(`${before.join('')} `).length;
        const wanted = Array.from(text.slice(start)).slice(0, length).join('').trim();
        if (!text.slice(start).startsWith(wanted)) return;
        const query = searchQuery(wanted);
        if (query) expect(isFulfilled(query, searchKeys(text)), `${wanted} in ${text}`).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
