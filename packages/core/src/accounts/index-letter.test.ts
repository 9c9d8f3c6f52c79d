import { describe, expect, it } from 'vitest';
import { indexLetterOf } from './index-letter.js';

describe('a name is sorted', () => {
  it.each([
    ['ada', 'A'],
    ['Zoe', 'Z'],
    ['  bo', 'B'],
    ['ｗｉｄｅ', 'W'],
    ['𝒜da', 'A'],
    ['張三', 'Z'],
    ['李四', 'L'],
    ['欧阳', 'O'],
    ['鑫', 'X'],
    ['曾国藩', 'Z'],
    ['单小明', 'S'],
    ['Éloïse', 'E'],
    ['E\u0301loise', 'E'],
    ['Ångström', 'A'],
    ['Łukasz', 'L'],
    ['Ünal', 'U'],
    ['über', 'U'],
    ['Şevval', 'S'],
    ['İpek', 'I'],
    ['Đặng', 'D'],
    ['Øyvind', 'O'],
    ['重庆', 'Z'],
    ['①一', 'Y'],
  ])('%s under %s, by its first letter or reading', (name, letter) =>
    expect(indexLetterOf(name)).toBe(letter),
  );

  it.each([
    ['0', 'L'],
    ['123456', 'Y'],
    ['2', 'E'],
    ['3', 'S'],
    ['4', 'S'],
    ['5', 'W'],
    ['6', 'L'],
    ['7', 'Q'],
    ['8号', 'B'],
    ['９', 'J'],
    ['①', 'Y'],
  ])('%s under %s, as a Chinese reader says the digit', (name, letter) =>
    expect(indexLetterOf(name)).toBe(letter),
  );

  it.each(['', '   ', '😀 smile', '_x', '-', '.', 'Жора', 'あや', '한글', '٣', '\ud800'])(
    '%j under #',
    (name) => expect(indexLetterOf(name)).toBe('#'),
  );
});
