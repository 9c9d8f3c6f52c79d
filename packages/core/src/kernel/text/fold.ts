import { bounds } from '../bounds.js';

/** Marks that are optional in writing: accents, and the vowel points of Hebrew and Arabic. */
const OPTIONAL_MARKS =
  '\\u0300-\\u036F\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u0640\\u064B-\\u065F\\u0670\\u06D6-\\u06DC';
const IGNORED = new RegExp(`[${OPTIONAL_MARKS}\\p{Default_Ignorable_Code_Point}]`, 'gu');

/** Letters with a stroke, and ligatures, which Unicode does not decompose. */
const STROKES: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ł: 'l',
  ŋ: 'n',
  ø: 'o',
  þ: 'th',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};
const STROKE = new RegExp(`[${Object.keys(STROKES).join('')}]`, 'g');

/** Chinese and ASCII, also at full width: most texts match, and only their capitals, widths and spaces differ. */
const PLAIN = /^[ -~、。一-鿿！-～]*$/;
const WIDENED_BY = 0xfee0;

/**
 * The form of a text that every search compares: it ignores case, width, accents and the vowel points of Hebrew and
 * Arabic; Σ, σ and ς are one letter, and so are İ, I, ı and i. Marks that are part of the script (Thai, Hindi, voiced
 * kana) count. Idempotent and bounded: text beyond the bound is not searched.
 */
export function fold(text: string): string {
  const start = text.slice(0, bounds.search.foldedUnits);
  if (PLAIN.test(start)) return foldPlain(start);
  return start
    .normalize('NFKD')
    .slice(0, 2 * bounds.search.foldedUnits)
    .replaceAll(IGNORED, '')
    .toLowerCase()
    .toUpperCase() // ß becomes SS, ı becomes I
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(IGNORED, '')
    .replaceAll(STROKE, (letter) => STROKES[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .normalize('NFC')
    .slice(0, bounds.search.foldedUnits)
    .toWellFormed();
}

function foldPlain(text: string): string {
  return text
    .replaceAll(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDENED_BY))
    .toLowerCase()
    .replaceAll(/ +/g, ' ');
}
