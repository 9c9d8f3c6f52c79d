import { fold } from './fold.js';

/**
 * The bigrams of a text's words, for search: Chinese, Japanese and Korean words mostly have two characters and no
 * blanks between them. A word of one character is returned whole.
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
 * The bigrams that any text containing this one must also contain. Empty for a text without two adjacent letters,
 * which cannot be looked up.
 */
export function gramsWithin(text: string): string[] {
  return grams(text).filter((piece) => [...piece].length > 1);
}
