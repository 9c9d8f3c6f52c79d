import { fold } from './fold.js';

/**
 * The two-character pieces of a text, for search: Chinese, Japanese and Korean words are mostly two
 * characters long and have no blanks between them. A text of one character is its own piece.
 */
export function grams(text: string): string[] {
  const pieces = new Set<string>();
  for (const word of fold(text).split(/[\s\p{P}\p{S}]+/u)) {
    const characters = [...word];
    if (characters.length === 1) pieces.add(word);
    for (let i = 0; i + 1 < characters.length; i++) pieces.add(`${characters[i]}${characters[i + 1]}`);
  }
  return [...pieces];
}

/**
 * Those pieces of a text that every text has which holds it, whatever stands before and behind it. None
 * for a text without two letters in a row: then there is nothing to look up.
 */
export function gramsWithin(text: string): string[] {
  return grams(text).filter((piece) => [...piece].length > 1);
}
