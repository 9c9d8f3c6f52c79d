import { CONTENT_TYPES } from '@kith/contract';
import type { MessageRow } from '../../client/messages/rows.js';

/** Emoji alone are shown large if there are at most so many. */
const MOST_EMOJI = 6;
// In quotes, because the compiler does not know the flag: it allows properties of several characters.
const EMOJI = new RegExp(String.raw`\p{RGI_Emoji}`, 'gv');

/** The emoji of a text that has nothing else; undefined for other texts. */
export function emojiOnly(text: string): string | undefined {
  const emoji = text.match(EMOJI) ?? [];
  const isOnly = text.replaceAll(EMOJI, '').trim() === '';
  return isOnly && emoji.length > 0 && emoji.length <= MOST_EMOJI ? text.trim() : undefined;
}

/** The text of a message that has one and can be read. */
export function textOf({ type, content, isRecalled, entry }: MessageRow): string | undefined {
  const { text } = content;
  return type === CONTENT_TYPES.text && !isRecalled && !entry?.withheld && typeof text === 'string'
    ? text
    : undefined;
}
