import type { realtime } from '@kith/contract';
import type { KnownEntry } from './runs.js';
import type { Pending } from './outbox.js';

/** A message as it is shown. */
export interface MessageRow {
  readonly kind: 'message';
  /** The same from the first moment to the stored message, so that nothing jumps. */
  readonly key: string;
  /** Undefined until the server has stored it. */
  readonly entry: KnownEntry | undefined;
  readonly pending: Pending | undefined;
  readonly from: number;
  readonly alias: string | undefined;
  readonly time: number;
  readonly type: number;
  /** As it is now; empty after a recall. */
  readonly content: realtime.Content;
  readonly isOwn: boolean;
  /** The first, and the last, of the messages that one writer sent in a row. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly state: 'sending' | 'failed' | 'sent' | 'read';
  readonly isEdited: boolean;
  readonly isRecalled: boolean;
  readonly replyTo: number | undefined;
  /** The beginning of the message at `replyTo`; undefined if it is gone. */
  readonly quote: realtime.Quote | undefined;
  readonly mentions: realtime.Mentions | undefined;
  readonly reactions: readonly realtime.Reactions[];
}

/** A row of a chat. */
export type Row =
  | MessageRow
  | { readonly kind: 'day'; readonly key: string; readonly time: number }
  | { readonly kind: 'unread'; readonly key: string; readonly count: number }
  | { readonly kind: 'line'; readonly key: string; readonly entry: realtime.Entry };

interface Given {
  readonly entries: readonly KnownEntry[];
  readonly pending: readonly Pending[];
  readonly ownId: number;
  readonly peerRead: number;
  /** Messages under way stand below the newest entry only. */
  readonly hasNewer?: boolean;
  /** The first message that was unread when the chat was opened. */
  readonly divider?: Divider | undefined;
  /** Equal for the times of one day of the reader. */
  readonly dayOf?: (time: number) => string;
}

/** Where the unread messages begin, and how many there were. */
export interface Divider {
  readonly seq: number;
  readonly count: number;
}

const NONE: readonly realtime.Reactions[] = [];

/** Messages of one writer within this time belong together. */
const GROUP_MS = 5 * 60_000;

/** The rows of a chat: with a line for each day, messages of one writer in groups, and without what has burnt. */
export function deriveRows(given: Given): readonly Row[] {
  const { entries, pending, hasNewer = false, divider, dayOf = dayOfReader } = given;
  const stored = entries.flatMap((entry): readonly (MessageRow | LineRow)[] => {
    if (entry.kind === 'message') return entry.burnt ? [] : [messageOf(entry, given)];
    return entry.kind === 'system' || entry.kind === 'member'
      ? [{ kind: 'line', key: `s${entry.seq}`, entry }]
      : [];
  });
  // Its entry may arrive before the confirmation.
  const cids = new Set(entries.map(({ cid }) => cid));
  const waiting = pending.filter(({ cid }) => !cids.has(cid)).map((one) => pendingOf(one, given));
  const items = hasNewer ? stored : [...stored, ...waiting];
  const rows: Row[] = [];
  let day = '';
  for (const [index, item] of items.entries()) {
    const time = timeOf(item);
    const isNewDay = dayOf(time) !== day;
    day = dayOf(time);
    if (isNewDay) rows.push({ kind: 'day', key: `day ${day}`, time });
    const isDivided =
      divider !== undefined && seqOf(item) >= divider.seq && seqOf(items[index - 1]) < divider.seq;
    if (isDivided) rows.push({ kind: 'unread', key: 'unread', count: divider.count });
    if (item.kind === 'line') {
      rows.push(item);
      continue;
    }
    const next = items[index + 1];
    rows.push({
      ...item,
      isFirst: isNewDay || isDivided || !areTogether(items[index - 1], item),
      isLast: !next || dayOf(timeOf(next)) !== day || !areTogether(item, next),
    });
  }
  return rows;
}

type LineRow = Extract<Row, { kind: 'line' }>;

function messageOf(entry: KnownEntry, { entries, ownId, peerRead }: Given): MessageRow {
  const isOwn = entry.from === ownId;
  return {
    kind: 'message',
    key: isOwn && entry.cid !== undefined ? entry.cid : `s${entry.seq}`,
    entry,
    pending: undefined,
    from: entry.from,
    alias: entry.alias,
    time: entry.time,
    type: entry.type,
    content: entry.content,
    isOwn,
    isFirst: true,
    isLast: true,
    state: isOwn && entry.seq <= peerRead ? 'read' : 'sent',
    isEdited: !entry.recalled && entry.edited === true,
    isRecalled: entry.recalled === true,
    replyTo: entry.reply_to,
    quote: entry.quote ?? quoteOf(entries, entry.reply_to),
    mentions: entry.mentions,
    reactions: entry.reactions ?? NONE,
  };
}

function pendingOf(pending: Pending, { entries, ownId }: Given): MessageRow {
  return {
    kind: 'message',
    key: pending.cid,
    entry: undefined,
    pending,
    from: ownId,
    alias: undefined,
    time: pending.time,
    type: pending.type,
    content: pending.content,
    isOwn: true,
    isFirst: true,
    isLast: true,
    state: pending.refusal === undefined ? 'sending' : 'failed',
    isEdited: false,
    isRecalled: false,
    replyTo: pending.replyTo,
    quote: quoteOf(entries, pending.replyTo),
    mentions: pending.mentions,
    reactions: NONE,
  };
}

/** The quote of a message that is loaded, until the server's arrives. */
function quoteOf(entries: readonly KnownEntry[], seq: number | undefined): realtime.Quote | undefined {
  const found =
    seq === undefined ? undefined : entries.find((entry) => entry.seq === seq && entry.kind === 'message');
  return found && !found.recalled ? quoteOfEntry(found) : undefined;
}

const QUOTED = 100;

/** A message in short, as others quote it. */
export function quoteOfEntry({ id, from, alias, type, content }: KnownEntry): realtime.Quote {
  return { id, from, ...(alias !== undefined && { alias }), type, text: quotedText(type, content) };
}

/** The beginning of a text; of other messages nothing. */
export function quotedText(type: number, content: realtime.Content): string {
  const { text } = content;
  const isShown = type === 0 && typeof text === 'string' && !burns(content);
  return isShown ? [...text].slice(0, QUOTED).join('') : '';
}

/** Whether a message disappears after it is read. */
export function burns({ yhjf }: realtime.Content): boolean {
  return yhjf === true || yhjf === 1 || yhjf === 'true' || yhjf === '1';
}

function areTogether(a: MessageRow | LineRow | undefined, b: MessageRow | LineRow): boolean {
  if (a?.kind !== 'message' || b.kind !== 'message') return false;
  if (a.isRecalled || b.isRecalled) return false;
  return a.from === b.from && a.alias === b.alias && b.time - a.time < GROUP_MS;
}

/** Above all others for a message under way, below all for nothing. */
function seqOf(item: MessageRow | LineRow | undefined): number {
  return item ? (item.entry?.seq ?? Infinity) : 0;
}

function timeOf(item: MessageRow | LineRow): number {
  return item.kind === 'line' ? item.entry.time : item.time;
}

function dayOfReader(time: number): string {
  return new Date(time).toDateString();
}

/** The place of the divider in a chat with so many unread messages; the first known entry, if that is too late. */
export function dividerOf(
  entries: readonly KnownEntry[],
  { count, ownId }: { readonly count: number; readonly ownId: number },
): Divider | undefined {
  if (count === 0) return undefined;
  const [first] = entries.filter((entry) => mayBeUnread(entry, ownId)).slice(-count);
  return first && { seq: first.seq, count };
}

/** Whether the server counts a message as unread while it is: one of others that nobody has removed. */
export function mayBeUnread({ kind, from, recalled, burnt }: KnownEntry, ownId: number): boolean {
  return kind === 'message' && from !== ownId && !recalled && !burnt;
}
