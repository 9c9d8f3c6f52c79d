/**
 * The two-character pieces of a text, for search: Chinese, Japanese and Korean words are mostly two
 * characters long and have no blanks between them. A text of one character is its own piece.
 */
export function grams(text: string): string[] {
  const pieces = new Set<string>();
  for (const word of text.normalize('NFKC').split(/[\s\p{P}\p{S}]+/u)) {
    const characters = [...word].map(lowerCase);
    if (characters.length === 1) pieces.add(characters.join(''));
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

/** Character for character, as the database compares: a word's lower case can depend on its end (Σ). */
function lowerCase(character: string): string {
  return String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0);
}

/** Escapes what `LIKE` would read as a wildcard. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}
