import { bounds } from '../kernel/index.js';

/** The scripts that do not separate words by spaces. */
const UNSPACED =
  ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan', 'Yi']
    .map((script) => `\\p{Script=${script}}`)
    .join('') + '\\u30FC'; // the long vowel of katakana belongs to no script
/** Consecutive letters of these scripts, or a word of others. */
const RUN = new RegExp(`([${UNSPACED}]+)|[^\\s\\p{P}\\p{S}${UNSPACED}]+`, 'gu');

/**
 * The keys of a folded text in the index: its words, and pieces of two letters of the scripts without spaces. No key
 * contains a space.
 */
export function searchKeys(folded: string): string[] {
  const keys = new Set<string>();
  for (const [run, unspaced] of folded.matchAll(RUN)) {
    if (unspaced === undefined) keys.add(cutWord(run).join(''));
    else for (const piece of piecesOf(unspaced)) keys.add(piece);
  }
  return [...keys];
}

/** What the index can tell about a search text. */
export interface SearchQuery {
  /** A `tsquery` over the keys. */
  readonly terms: string;
  /**
   * Whether every text that contains the search text has these keys. Otherwise the index finds only texts with a word
   * that begins like the search text, and not those where this is the middle of a word.
   */
  readonly isComplete: boolean;
}

/** The query for a folded text without blanks at its ends; undefined if the index cannot look it up. */
export function searchQuery(folded: string): SearchQuery | undefined {
  const certain = new Set<string>();
  let first: string | undefined;
  for (const { 0: run, 1: unspaced, index } of folded.matchAll(RUN)) {
    if (unspaced !== undefined) {
      for (const piece of piecesOf(unspaced)) certain.add(`'${piece}'`);
      continue;
    }
    const letters = cutWord(run);
    const mayContinue = index + run.length === folded.length && letters.length < bounds.search.keyCharacters;
    // The words that begin with one letter are too many.
    if (mayContinue && letters.length < 2) continue;
    // No key contains a quotation mark or a backslash.
    const term = `'${letters.join('')}'${mayContinue ? ':*' : ''}`;
    if (index === 0) first = term;
    else certain.add(term);
  }
  if (certain.size > 0) return { terms: [...certain].join(' & '), isComplete: true };
  return first === undefined ? undefined : { terms: first, isComplete: false };
}

function piecesOf(run: string): string[] {
  const letters = [...run];
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
}

function cutWord(word: string): string[] {
  return [...word].slice(0, bounds.search.keyCharacters);
}
