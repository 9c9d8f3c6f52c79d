/**
 * The one unit in which the length of text is counted: code points of its NFC form. A Chinese character, an emoji and
 * a letter with its accent count 1 each; an emoji that is made of several counts its parts.
 */
export function countCharacters(text: string): number {
  const composed = text.normalize('NFC');
  let count = composed.length;
  for (let i = 0; i < composed.length; i++) {
    // The second half of a pair; a half alone counts as one.
    const isPair =
      (composed.charCodeAt(i) & 0xfc00) === 0xd800 && (composed.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      count--;
      i++;
    }
  }
  return count;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The beginning of a text in NFC, at most `max` characters of it, cut between what people see as one character. */
export function cutCharacters(text: string, max: number): string {
  const composed = text.normalize('NFC');
  if (composed.length <= max) return composed;
  const end = unitsOf(composed, max);
  if (end >= composed.length) return composed;
  return composed.slice(0, graphemes.segment(composed).containing(end)?.index ?? end);
}

/** How many code units the first `characters` characters take. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  for (let count = 0; count < characters && units < text.length; count++)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}
