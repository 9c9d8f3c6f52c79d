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
  return type === 0 && !isRecalled && !entry?.withheld && typeof text === 'string' ? text : undefined;
}

/** What a message is, by its type. */
export type Kind =
  | 'text'
  | 'voice'
  | 'picture'
  | 'video'
  | 'call'
  | 'card'
  | 'poke'
  | 'place'
  | 'file'
  | 'other';

const KINDS: Readonly<Record<number, Kind>> = {
  0: 'text',
  1: 'voice',
  2: 'picture',
  3: 'video',
  6: 'call',
  7: 'call',
  8: 'card',
  9: 'poke',
  10: 'place',
  11: 'file',
  15: 'call',
};

export function kindOf(type: number): Kind {
  return KINDS[type] ?? 'other';
}
