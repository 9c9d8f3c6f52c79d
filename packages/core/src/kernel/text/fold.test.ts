import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounds } from '../bounds.js';
import { fold } from './fold.js';
import { grams } from './search.js';

describe('the folded form', () => {
  it.each([
    ['ΣΟΦΟΣ', 'σοφος'],
    ['ΝΊΚΟΣ', 'Νίκος'],
    ['ΝΙΚΟΣ', 'νίκος'],
    ['İstanbul', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['ıIiİ', 'iiii'],
    ['ｶﾀｶﾅ', 'カタカナ'],
    ['ｶﾞｰﾃﾞﾝ', 'ガーデン'],
    ['한글', '한글'.normalize('NFD')],
    ['résumé', 're\u0301sume\u0301'],
    ['École', 'ecole'],
    ['STRASSE', 'straße'],
    ['Łódź', 'lodz'],
    ['Đặng', 'dang'],
    ['Ａｄａ１', 'ada1'],
    ['ﬁnd', 'FIND'],
    ['привет', 'ПРИВЕТ'],
    ['ёлка', 'елка'],
    ['مُحَمَّد', 'محمد'],
    ['שָׁלוֹם', 'שלום'],
    ['a\u200Bda', 'ada'],
    ['two\n words', 'two words'],
  ])('of %j equals that of %j', (one, other) => expect(fold(one)).toBe(fold(other)));

  it.each([
    ['สุดา', 'สดา'],
    ['राम', 'रम'],
    ['か', 'が'],
    ['王', '玉'],
    ['한', '하'],
    ['ad', 'ada'],
  ])('of %j differs from that of %j', (one, other) => expect(fold(one)).not.toBe(fold(other)));

  it('is idempotent for every letter and any text', { timeout: 60_000 }, () => {
    for (let code = 0; code <= 0x1ffff; code++) {
      const character = String.fromCodePoint(code);
      const folded = fold(character);
      if (fold(folded) !== folded) expect(fold(folded), code.toString(16)).toBe(folded);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    );
  });

  it('of Chinese and ASCII is the same beside an ignored character, for which the general rule applies', () => {
    const plain = [...Array(0x5f).keys()]
      .flatMap((i) => [0x20 + i, 0xff00 + i])
      .filter((code) => code !== 0xff00);
    for (const code of [
      ...plain,
      0x3001,
      0x3002,
      ...Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, i) => 0x4e00 + i),
    ]) {
      const text = `${String.fromCodePoint(code)}a  B`;
      if (fold(text) !== fold(`${text}\u200B`))
        expect(fold(text), code.toString(16)).toBe(fold(`${text}\u200B`));
    }
  });

  it('does not depend on the case of a text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aÉßıİIΣςσΐŉǰжЁ王가ﬁ') }),
        (text) => fold(text.toUpperCase()) === fold(text) && fold(text.toLowerCase()) === fold(text),
      ),
      { numRuns: 2000 },
    );
  });

  it('is bounded in length and time', () => {
    for (const unit of ['\uFDFA', 'a\u0301', '\u0301', 'İ', '한', '\u200B']) {
      const text = unit.repeat(1_000_000);
      expect(fold(text).length).toBeLessThanOrEqual(bounds.search.foldedUnits);
      const times = Array.from({ length: 10 }, () => {
        const start = performance.now();
        fold(text);
        return performance.now() - start;
      });
      expect(Math.min(...times)).toBeLessThan(5);
    }
    expect(grams('\uFDFA'.repeat(10_000)).length).toBeLessThan(100);
  });
});
