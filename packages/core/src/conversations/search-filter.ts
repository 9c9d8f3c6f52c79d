import { bounds } from '../kernel/index.js';

/** The scripts that do not separate words by spaces. */
const UNSPACED =
  ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan', 'Yi']
    .map((script) => `\\p{Script=${script}}`)
    .join('') + '\\u30FC'; // the long vowel of katakana belongs to no script
/** Consecutive letters of these scripts, or a word of others. */
const RUN = new RegExp(`([${UNSPACED}]+)|[^\\s\\p{P}\\p{S}${UNSPACED}]+`, 'gu');

/** Bits of a filter for each key. With four of them set, a filter contains one of 150 keys that no text has. */
const BITS_OF_KEY = 12;
const BITS_SET = 4;
/** Keys of a search text that are looked up. */
const KEYS_SOUGHT = 4;
/** With as many keys as bits, a filter admits everything. */
const MOST_KEYS = 8 * bounds.search.filterBytes;

/**
 * Adds the keys of a folded text, as hashes: all letters and pairs of adjacent letters of the scripts without spaces;
 * of other words, all pairs, triples and fours of adjacent letters. A set with more keys than a filter can tell apart remains
 * as it is.
 */
export function addKeys(keys: Set<number>, folded: string): void {
  if (keys.size >= MOST_KEYS) return;
  for (const [run, unspaced] of folded.matchAll(RUN)) {
    let [a, b, c] = [0, 0, 0];
    for (const letter of run) {
      const d = letter.codePointAt(0)!;
      if (unspaced !== undefined) keys.add(hash(0, 0, 0, d));
      if (c !== 0) keys.add(hash(0, 0, c, d));
      if (b !== 0 && unspaced === undefined) keys.add(hash(0, b, c, d));
      if (a !== 0 && unspaced === undefined) keys.add(hash(a, b, c, d));
      a = b;
      b = c;
      c = d;
    }
  }
}

/** An empty Bloom filter for a number of keys. */
export function makeFilter(keys: number): Uint8Array {
  const bytes = Math.ceil((keys * BITS_OF_KEY) / 8);
  return new Uint8Array(Math.min(Math.max(bytes, bounds.search.filterMinBytes), bounds.search.filterBytes));
}

/** Adds keys to a filter. */
export function fillFilter(filter: Uint8Array, keys: ReadonlySet<number>): void {
  const bits = filter.length * 8;
  if (keys.size >= bits) {
    // Some keys may be missing in the set.
    filter.fill(0xff);
    return;
  }
  for (const key of keys) {
    const step = stepOf(key);
    for (let i = 0; i < BITS_SET; i++) {
      const bit = (key + i * step) % bits;
      filter[bit >>> 3]! |= 1 << (bit & 7);
    }
  }
}

/**
 * The positions, modulo the number of its bits, that are set in every filter with a text that contains this folded
 * text; undefined if the text has no key. Always as many, so that the statement is the same; some may repeat.
 */
export function soughtPositions(folded: string): number[] | undefined {
  const keys = soughtKeys(folded);
  if (keys.length === 0) return undefined;
  return Array.from({ length: KEYS_SOUGHT }, (_, i) => {
    // The first, the last and some between them.
    const key = keys[Math.round((i * (keys.length - 1)) / (KEYS_SOUGHT - 1))]!;
    return Array.from({ length: BITS_SET }, (_bit, nth) => key + nth * stepOf(key));
  }).flat();
}

/** The longest keys that every text has that contains this one. */
function soughtKeys(folded: string): number[] {
  const keys = new Set<number>();
  for (const [run, unspaced] of folded.matchAll(RUN)) {
    const codes = Array.from(run, (letter) => letter.codePointAt(0)!);
    const length = Math.min(codes.length, unspaced === undefined ? 4 : 2);
    if (length === 1 && unspaced === undefined) continue;
    for (let end = length; end <= codes.length; end++) {
      const [d, c = 0, b = 0, a = 0] = codes.slice(end - length, end).toReversed();
      keys.add(hash(a, b, c, d!));
    }
  }
  return [...keys];
}

/** The hash of up to four letters; 0 stands for none. */
function hash(a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(0, a), b), c), d) >>> 0;
}

function mix(hashed: number, letter: number): number {
  const mixed = Math.imul(hashed ^ letter, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** The distance between the positions of a key. */
function stepOf(key: number): number {
  return (Math.imul(key ^ (key >>> 13), 0x85ebca6b) | 1) >>> 0;
}
