import type { Language } from '../../client/languages.js';

/** An emoji, and its name in the language of the page. */
export interface FoundEmoji {
  readonly emoji: string;
  readonly label: string;
}

/** The emoji that a word names in a language, the best first. The names are loaded at the first call. */
export async function findEmoji(
  language: Language,
  word: string,
  most: number,
): Promise<readonly FoundEmoji[]> {
  const { loadEmoji } = await import('./emoji-data.js');
  const wanted = word.toLocaleLowerCase();
  const { emojis } = await loadEmoji(language);
  return emojis
    .map(({ emoji, label, tags }) => ({ emoji, label, rank: rankOf(wanted, label, tags) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, most);
}

function rankOf(wanted: string, label: string, tags: readonly string[]): number {
  const words = [label, ...tags].map((one) => one.toLocaleLowerCase());
  if (words.includes(wanted)) return 3;
  if (words.some((one) => one.startsWith(wanted))) return 2;
  return words.some((one) => one.includes(wanted)) ? 1 : 0;
}
