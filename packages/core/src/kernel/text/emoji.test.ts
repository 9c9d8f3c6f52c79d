import { expect, test } from 'vitest';
import { parseEmoji } from './emoji.js';

test('one emoji is accepted, however many characters it consists of', () => {
  for (const emoji of ['👍', '👍🏽', '❤️', '🇨🇳', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣', '👩‍❤️‍💋‍👨', '👩🏻‍❤️‍💋‍👨🏽', '🏳️‍🌈'])
    expect(parseEmoji(emoji)).toBe(emoji);
});

test('an emoji without its variation selector is the same one', () => {
  expect(parseEmoji('❤')).toBe('❤️');
  expect(parseEmoji('☺')).toBe('☺️');
});

test('any other text is not an emoji', () => {
  const others = [
    '',
    'a',
    '1',
    '茶',
    '👍👍',
    '👍 ',
    'ok👍',
    '\u{fe0f}',
    '\u{200d}',
    '🏽x',
    '\ud83d',
    '🇨',
    'é',
    '👍\u{301}',
  ];
  for (const text of others) expect(parseEmoji(text), JSON.stringify(text)).toBeUndefined();
});
