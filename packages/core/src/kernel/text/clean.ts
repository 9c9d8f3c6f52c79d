import { bounds } from '../bounds.js';
import { invalid } from '../errors.js';
import { countCharacters, cutCharacters } from './count.js';

/** How long a text may be, in characters; see `countCharacters`. */
export interface TextLength {
  readonly max: number;
  /** 1 by default: the text must contain something visible. 0 allows an empty text. */
  readonly min?: 0 | 1;
  /** Keeps blanks and empty lines at the ends of a text of several lines. */
  readonly keepsEnds?: true;
}

/** Text that the policy does not change. Most texts match, so they cost one test. */
const PLAIN = /^[\n -~、-〩ぁ-ゖ゛-ヿ一-鿿！-～]*$/;

/** Characters without a glyph that Unicode does not class as default ignorable. */
const BLANK = '\\u2800\\u{16FE4}\\u{1D159}\\u{13441}\\u{13442}\\uFFFC';
const NONCHARACTER = '\\p{Noncharacter_Code_Point}';

const VISIBLE = new RegExp(
  `(?![\\s\\p{Cc}\\p{Cf}\\p{M}\\p{Default_Ignorable_Code_Point}${NONCHARACTER}${BLANK}])[^]`,
  'u',
);

const FLAG_TAGS = '[\\u{E0020}-\\u{E007E}]+\\u{E007F}';
const EMOJI = '\\p{Extended_Pictographic}(?:[\\uFE0E\\uFE0F]|\\p{Emoji_Modifier})?';
const EMOJI_SEQUENCE = `${EMOJI}(?:${FLAG_TAGS}|(?:\\u200D${EMOJI})+)?`;
const KEYCAP = '[0-9#*]\\uFE0F\\u20E3';
const VARIANT =
  '\\p{Script=Han}[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]|\\p{Script=Mongolian}[\\u180B-\\u180D\\u180F]';
const JOINING_SCRIPT = [
  [
    'Arab',
    'Syrc',
    'Mand',
    'Nkoo',
    'Mong',
    'Phag',
    'Deva',
    'Beng',
    'Guru',
    'Gujr',
    'Orya',
    'Taml',
    'Telu',
    'Knda',
  ],
  ['Mlym', 'Sinh', 'Khmr', 'Mymr', 'Bali', 'Java'],
]
  .flat()
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
const JOINING = `(?!\\p{Default_Ignorable_Code_Point})[${JOINING_SCRIPT}]`;
const JOINER = `(?<=${JOINING})[\\u200C\\u200D](?=(?!\\p{M})${JOINING})`;
/**
 * Malayalam words can end with it, and Bengali and Kannada use it to write a sign below a letter. Marks cannot pile up
 * on it.
 */
const SHAPING_JOINER =
  '(?<=(?=\\p{Script=Malayalam})\\p{L}\\u0D4D)\\u200D(?=[\\s\\p{P}\\p{N}]|$)|(?<=[\\u09B0\\u0CB0])\\u200D(?=[\\u09CD\\u0CCD])';

/** The default ignorable characters that stay because they shape the adjacent letter or emoji. */
const SHAPING = `${EMOJI_SEQUENCE}|${KEYCAP}|${VARIANT}|${JOINER}|${SHAPING_JOINER}`;

const UNSEEN_IN_LINES = new RegExp(
  `(${SHAPING})|[\\p{Default_Ignorable_Code_Point}\\p{Cc}${NONCHARACTER}\\uFFF9-\\uFFFC]+`,
  'gu',
);
const UNSEEN_IN_PROSE = new RegExp(
  `(${EMOJI_SEQUENCE})|[\\u202A-\\u202E\\u{E0000}-\\u{E007F}${NONCHARACTER}\\uFFF9-\\uFFFB]+|(?![\\n\\t])\\p{Cc}`,
  'gu',
);
const LINE_BREAKS = new RegExp(`[\\t-\\r\\u0085\\u2028\\u2029${BLANK}]+`, 'gu');
const ACCENT = '(?=\\p{M})\\p{Script=Inherited}';
const EXCESS_ACCENTS = new RegExp(`((?:${ACCENT}){${bounds.text.accentsOnLetter}})(?:${ACCENT})+`, 'gu');
const EXCESS_MARKS = new RegExp(`(\\p{M}{${bounds.text.marksOnLetter}})\\p{M}+`, 'gu');

/**
 * Cleans a text of one line (a name, a title, a remark) for storage: NFC, trimmed, without line breaks, direction
 * controls and invisible characters, and with no more marks per letter than any script needs. Keeps emoji whole.
 * Throws `invalid` for the field.
 */
export function cleanLine(field: string, text: string, length: TextLength): string {
  requireText(field, text, length.max);
  return requireLength(field, oneLine(text), length);
}

/** Cleans the name of a person or thing for storage. Throws `invalid` for the field. */
export function cleanName(field: string, name: string): string {
  return cleanLine(field, name, { max: bounds.text.nameCharacters });
}

/**
 * Cleans a text of several lines for storage: like `cleanLine`, but keeps line breaks, direction marks and joiners.
 * Removes controls that reorder letters. Throws `invalid` for the field.
 */
export function cleanProse(field: string, text: string, length: TextLength): string {
  requireText(field, text, length.max);
  const cleaned = prose(text);
  return requireLength(field, length.keepsEnds ? cleaned : cleaned.trim(), length);
}

/**
 * Cleans a text of one line that is composed of others and truncates it to `max` characters; empty if nothing is
 * visible.
 */
export function cutLine(text: string, max: number): string {
  const line = oneLine(text.slice(0, unitsFor(max)).toWellFormed());
  return isBlank(line) ? '' : cutCharacters(line, max).trim();
}

/** Cleans a text of several lines and truncates it to `max` characters; empty if nothing is visible. */
export function cutProse(text: string, max: number): string {
  const cleaned = prose(text.slice(0, unitsFor(max)).toWellFormed()).trim();
  return isBlank(cleaned) ? '' : cutCharacters(cleaned, max).trim();
}

/** Applies the policy for a text of several lines without trimming. `text` must be well-formed and bounded. */
export function prose(text: string): string {
  if (PLAIN.test(text)) return text;
  const seen = text.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll(UNSEEN_IN_PROSE, keepShaping);
  return boundMarks(seen.normalize('NFC'));
}

/** Cleans a file name for display: one line without slashes. An overlong name is cut before its extension. */
export function cleanFileName(name: string): string {
  const max = bounds.text.fileNameCharacters;
  const line = oneLine(
    name
      .slice(0, unitsFor(max))
      .toWellFormed()
      .replaceAll(/[\0/\\]/g, ''),
  );
  if (countCharacters(line) <= max) return line;
  const extension = /\.[\p{L}\p{N}]{1,16}$/u.exec(line)?.[0] ?? '';
  return (
    cutCharacters(line.slice(0, line.length - extension.length), max - countCharacters(extension)) + extension
  );
}

/** Removes excess marks on a letter. */
export function boundMarks(text: string): string {
  return PLAIN.test(text) ? text : text.replaceAll(EXCESS_ACCENTS, '$1').replaceAll(EXCESS_MARKS, '$1');
}

/** Whether a text has nothing visible: it is empty, or all of it is blank, ignorable or a mark without a letter. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** The code units that a text of so many characters may have before normalization: letters can be decomposed. */
export function unitsFor(characters: number): number {
  return characters * bounds.text.unitsOfCharacter + bounds.text.spareUnits;
}

/** Whether PostgreSQL can store the text: it rejects NUL and unpaired surrogates. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function oneLine(text: string): string {
  if (PLAIN.test(text) && !text.includes('\n')) return text.trim();
  const line = text
    .normalize('NFC')
    .replaceAll(LINE_BREAKS, ' ')
    .replaceAll(UNSEEN_IN_LINES, keepShaping)
    .replace(/^[\s\p{M}\u200C\u200D]+/u, '');
  return boundMarks(line.normalize('NFC')).trim();
}

function keepShaping(_: string, shaping: string | undefined): string {
  return shaping ?? '';
}

function requireText(field: string, text: string, max: number): void {
  if (!isStorable(text)) throw invalid(field);
  if (text.length > unitsFor(max)) throw invalid(field, 'length', max);
}

function requireLength(field: string, text: string, { max, min = 1 }: TextLength): string {
  const cleaned = isBlank(text) ? '' : text;
  const length = countCharacters(cleaned);
  if (length > max) throw invalid(field, 'length', max);
  if (length < min) throw invalid(field, 'empty');
  return cleaned;
}
