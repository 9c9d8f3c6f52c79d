import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grams, gramsWithin } from '../kernel/index.js';
import { CONTENT } from './content.js';
import { searchText } from './search-text.js';

describe('gramsWithin', () => {
  it('of any part of a text are among those of the text', () => {
    const character = fc.constantFrom(...'abAB你好们,。 \n%_-1２Ωσςİß😀👍', '𠮷');
    const text = fc.array(character, { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (characters, from, length) => {
        const part = characters.slice(from % 30, (from % 30) + (length % 10)).join('');
        const pieces = new Set(grams(characters.join('')));
        expect(gramsWithin(part).filter((piece) => !pieces.has(piece))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('are empty for one letter or none', () => {
    for (const text of ['', 'a', '你', '%', '...', 'a b', '好,我', '😀😀'])
      expect(gramsWithin(text)).toEqual([]);
    expect(gramsWithin('Ab 你好')).toEqual(['ab', '你好']);
  });
});

describe('searchText', () => {
  it('contains texts, and names of files and places', () => {
    expect(searchText(CONTENT.text, '{"text":"hi","name":"no"}')).toBe('hi\nno');
    expect(searchText(CONTENT.attachment, '{"url":"a.pdf","name":"报告"}')).toBe('报告');
    expect(searchText(CONTENT.location, '{"name":"外滩","address":"上海"}')).toBe('外滩');
    expect(searchText(CONTENT.attachment, '{"name":7}')).toBe('');
    for (const type of [CONTENT.voice, CONTENT.image, CONTENT.video, CONTENT.card, CONTENT.poke])
      expect(searchText(type, '{"text":"x","name":"y"}')).toBe('');
  });
});
