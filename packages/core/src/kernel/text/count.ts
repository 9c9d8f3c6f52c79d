/**
 * The length of a text in characters, the only unit for text lengths: code points of its NFC form. A Chinese
 * character, an emoji and an accented letter count 1 each; a composed emoji counts its parts.
 */
export function countCharacters(text: string): number {
  const composed = text.normalize('NFC');
  let count = composed.length;
  for (let i = 0; i < composed.length; i++) {
    // A surrogate pair counts once; an unpaired surrogate also counts once.
    const isPair =
      (composed.charCodeAt(i) & 0xfc00) === 0xd800 && (composed.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      count--;
      i++;
    }
  }
  return count;
}

/** The most code units that NFC makes of one. */
const NFC_EXPANSION = 3;

/** Whether a text has more than `max` characters; most texts are too short for that, whatever they contain. */
export function isLongerThan(text: string, max: number): boolean {
  return text.length * NFC_EXPANSION > max && countCharacters(text) > max;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The NFC form of a text, truncated to at most `max` characters at a grapheme boundary. */
export function cutCharacters(text: string, max: number): string {
  const composed = text.normalize('NFC');
  if (composed.length <= max) return composed;
  const end = unitsOf(composed, max);
  if (end >= composed.length) return composed;
  return composed.slice(0, graphemes.segment(composed).containing(end)?.index ?? end);
}

/** The code units of the first `characters` characters. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  for (let count = 0; count < characters && units < text.length; count++)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}
