import { expect, test } from 'vitest';
import { fold, matchesIn, rangesOf } from './fold.js';

test('a folded text has neither case nor accents nor widths', () => {
  expect(fold('ÉCOLE Ｓtraße İ')).toBe('ecole strasse i');
});

test.each([
  ['Tea at five, TEA at six', 'tea', ['Tea', 'TEA']],
  ['Straße und Strasse', 'STRASSE', ['Straße', 'Strasse']],
  ['the cafe\u0301', 'café', ['cafe\u0301']],
  ['我们明天见，明天', '明天', ['明天', '明天']],
  ['ﬁne', 'f', ['ﬁ']],
  ['aaa', 'aa', ['aa']],
  ['nothing', 'x', []],
  ['nothing', ' ', []],
])('in %j, %j matches %j', (text, wanted, matches) => {
  const parts = matchesIn(text, wanted);
  expect(parts.filter(({ isMatch }) => isMatch).map((part) => part.text)).toEqual(matches);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(rangesOf(text, wanted)).toHaveLength(matches.length);
});
