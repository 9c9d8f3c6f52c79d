// A constructor, because the flag is younger than the compiler's target; the server's Node versions know it.
const EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');

/** Selects the coloured form of a character that also has a plain one. */
const COLOURED = '\u{fe0f}';

/**
 * The one emoji that a text consists of, in the form that is recommended for interchange: a heart without its variation
 * selector is the same emoji. Undefined for any other text. Which emoji exist depends on the Unicode version of Node.
 */
export function parseEmoji(text: string): string | undefined {
  return [text, text + COLOURED].find((form) => EMOJI.test(form));
}
