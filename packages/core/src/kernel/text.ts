/** The form in which user names are compared: case and width do not distinguish people. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

/**
 * The two-character pieces of a text, for search: Chinese, Japanese and Korean words are mostly two
 * characters long and have no blanks between them. A text of one character is its own piece.
 */
export function grams(text: string): string[] {
  const pieces = new Set<string>();
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s\p{P}\p{S}]+/u)) {
    const characters = [...word];
    if (characters.length === 1) pieces.add(word);
    for (let i = 0; i + 1 < characters.length; i++) pieces.add(`${characters[i]}${characters[i + 1]}`);
  }
  return [...pieces];
}

/** Escapes what `LIKE` would read as a wildcard. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}
