import { expect, test } from 'vitest';
import { emojiOnly } from './rules.js';

test.each([
  ['🍵', '🍵'],
  [' 👩‍👩‍👧 🇹🇼 👍🏽\n', '👩‍👩‍👧 🇹🇼 👍🏽'],
  ['🍵🍵🍵🍵🍵🍵🍵', undefined],
  ['🍵?', undefined],
  ['12', undefined],
  ['', undefined],
])('%j alone is %j', (text, shown) => {
  expect(emojiOnly(text)).toBe(shown);
});
