import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounds, fold } from '../kernel/index.js';
import { addKeys, fillFilter, makeFilter, soughtPositions } from './search-filter.js';

/** The filter of some texts. */
function filterOf(texts: readonly string[]): Uint8Array {
  const keys = new Set<number>();
  for (const text of texts) addKeys(keys, fold(text));
  const filter = makeFilter(keys.size);
  fillFilter(filter, keys);
  return filter;
}

/** Whether a filter has all positions of a search text, as the database decides it. */
function mayContain(filter: Uint8Array, positions: readonly number[]): boolean {
  return positions.every((position) => {
    const bit = position % (8 * filter.length);
    return (filter[bit >>> 3]! & (1 << (bit & 7))) !== 0;
  });
}

function keysOf(text: string): number {
  const keys = new Set<number>();
  addKeys(keys, fold(text));
  return keys.size;
}

const character = fc.constantFrom(..."abcz1你好们カ한สุ,。 %_-'\\:*&|σß", '😀', '𠮷', 'é', '\u30FC');

describe('addKeys', () => {
  it.each([
    // Letters and pairs.
    ['我们明天', 4 + 3],
    // Pairs, triples and fours.
    ['meet', 3 + 2 + 1],
    ['meet meet', 3 + 2 + 1],
    ['用wifi密码12b', 1 + (3 + 2 + 1) + (2 + 1) + (2 + 1)],
    ['我 a', 1],
    ['a, b', 0],
    ['😀 ...', 0],
    ['', 0],
  ])('of %j adds %d keys', (text, keys) => expect(keysOf(text)).toBe(keys));
});

describe('soughtPositions', () => {
  it('do not exist for a text without two adjacent letters, or one of a script without spaces', () => {
    for (const text of ['', 'a', '%', 'a b', '1', '😀😀', "'"]) expect(soughtPositions(text)).toBeUndefined();
    const amount = soughtPositions('ab')?.length;
    for (const text of ['你', '你好', '天安门', 'hello', 'a 你', 'x'.repeat(5_000)])
      expect(soughtPositions(text)).toHaveLength(amount!);
  });

  it('are in every filter with a text that contains the search text', () => {
    const text = fc.array(character, { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.nat(30),
        fc.nat(10),
        (texts, from, length) => {
          const folded = texts.map((letters) => fold(letters.join('')));
          const wanted = [...folded[0]!]
            .slice(from, from + length)
            .join('')
            .trim();
          const positions = soughtPositions(wanted);
          if (positions)
            expect(mayContain(filterOf(folded), positions), `${wanted} in ${folded[0]}`).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('are in few filters without the search text', () => {
    const letters = Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x4e00 + i));
    const texts = Array.from({ length: bounds.search.blockEntries }, (_, i) =>
      letters.slice(i * 20, i * 20 + 20).join(''),
    );
    const filter = filterOf(texts);
    const others = letters.slice(bounds.search.blockEntries * 20);
    const wrong = others.filter((letter) => mayContain(filter, soughtPositions(letter)!));
    expect(wrong.length / others.length).toBeLessThan(0.02);
    expect(filter.length).toBeLessThan(bounds.search.filterBytes);
  });

  it('are in no filter of texts with the same pieces in another order', () => {
    const filter = filterOf(['orora']);
    const admitted = ['orora', 'oror', 'rora', 'ror', 'roro'].filter((text) =>
      mayContain(filter, soughtPositions(text)!),
    );
    expect(admitted).toEqual(['orora', 'oror', 'rora', 'ror']);
  });

  it('are in a filter of bounded size, however long and many its texts are', () => {
    const letters = (from: number) =>
      Array.from({ length: 12_000 }, (_, i) =>
        String.fromCodePoint(0x4e00 + ((i * (from + 7)) % 20_000)),
      ).join('');
    for (const amount of [1, 20]) {
      const texts = Array.from({ length: amount }, (_, i) => letters(i));
      const filter = filterOf(texts);
      expect(filter).toHaveLength(bounds.search.filterBytes);
      for (const text of texts)
        expect(mayContain(filter, soughtPositions(text.slice(9_000, 9_002))!)).toBe(true);
    }
  });
});
