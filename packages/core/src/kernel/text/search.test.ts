import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grams, gramsWithin } from './search.js';

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

  it('within a part of a text are all among those of the text', () => {
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
