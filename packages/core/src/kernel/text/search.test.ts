import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grams, gramsWithin, likeLiteral } from './search.js';
import { usernameKey } from './username.js';

describe('the key of a user name', () => {
  it('is the same in any case and width, and different for different names', () => {
    for (const name of ['Ada', 'ADA', 'ａｄａ', 'ada']) expect(usernameKey(name)).toBe('ada');
    expect(usernameKey('ada_')).not.toBe('ada');
    expect(usernameKey('аda')).not.toBe('ada'); // a Cyrillic а
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(fc.string(), (name) => usernameKey(usernameKey(name)) === usernameKey(name)),
      { numRuns: 500 },
    );
  });
});

describe('grams', () => {
  it.each([
    ['王小明', ['王小', '小明']],
    ['Ada', ['ad', 'da']],
    ['ada b', ['ad', 'da', 'b']],
    ['鑫', ['鑫']],
    ['a😀b', ['a', 'b']],
    ['Ａd', ['ad']],
    ['', []],
    [' !?', []],
    ['abab', ['ab', 'ba']],
  ])('%j has %j', (text, pieces) => expect(grams(text)).toEqual(pieces));

  it('within a piece of a text are all among those of the text', () => {
    const word = fc.constantFrom('王', '小', 'a', 'B', 'Σ', 'ς', ' ', '!', '😀', 'é', '１');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.nat(12), fc.nat(12), (words, from, length) => {
        const all = new Set(grams(words.join('')));
        const piece = words.slice(from, from + length).join('');
        return gramsWithin(piece).every((gram) => all.has(gram));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a literal for LIKE', () => {
  it('means itself', () => {
    expect(likeLiteral('100%_\\x')).toBe('100\\%\\_\\\\x');
    expect(likeLiteral('plain')).toBe('plain');
  });
});
