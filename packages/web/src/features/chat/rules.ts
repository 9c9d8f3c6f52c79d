import { CONTENT_TYPES } from '@kith/contract';
import type { MessageRow, Row } from '../../client/messages/rows.js';

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

interface HasSeq {
  readonly seq: number;
}

/** What is about to be done with messages. */
interface Begun<R extends HasSeq, E extends HasSeq> {
  readonly reply: R | undefined;
  readonly edit: E | undefined;
  readonly selected: ReadonlyMap<string, MessageRow> | undefined;
}

/** What is left of it after a message was recalled. A selection ends with its last message. */
export function without<R extends HasSeq, E extends HasSeq>(
  { reply, edit, selected }: Begun<R, E>,
  seq: unknown,
): Begun<R, E> {
  const left = selected && [...selected].filter(([, row]) => row.entry?.seq !== seq);
  const isSame = left?.length === selected?.size;
  return {
    reply: reply?.seq === seq ? undefined : reply,
    edit: edit?.seq === seq ? undefined : edit,
    selected: isSame ? selected : left?.length ? new Map(left) : undefined,
  };
}

/** The chosen messages that are still there, the oldest first, as they are now; those out of reach as they were. */
export function rowsNow(
  selected: ReadonlyMap<string, MessageRow>,
  rows: readonly Row[],
): readonly MessageRow[] {
  const current = new Map(
    rows.flatMap((row) => (row.kind === 'message' && row.entry ? [[row.entry.id, row] as const] : [])),
  );
  return [...selected]
    .map(([id, row]) => current.get(id) ?? row)
    .filter(({ isRecalled }) => !isRecalled)
    .toSorted((a, b) => a.time - b.time);
}
