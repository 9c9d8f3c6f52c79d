import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import type { Entry } from './event-types.js';
import {
  insertSearchRows,
  lowerCompleteUntil,
  selectCompleteUntil,
  selectContents,
  selectUnindexed,
  updateCompleteUntil,
  type MessagePlace,
  type SearchRow,
} from './search-index-store.js';
import { addEdits, extendFilters } from './search-filters.js';
import { SEARCHED_TYPES, searchForm } from './search-text.js';

/** A message that the index should contain. */
export interface SearchedMessage extends MessagePlace {
  readonly type: number;
  readonly content: string;
}

/** Whether the index contains an entry. */
export function isSearched({ kind, type }: Pick<Entry, 'kind' | 'type'>): boolean {
  return kind === 'message' && SEARCHED_TYPES.includes(type);
}

/**
 * Indexes the first of the messages, as many as fit into one statement and one turn of the event loop; returns their
 * number. A message that was removed or edited since it was read stays as it is.
 */
export async function indexMessages(
  db: Kysely<Tables>,
  messages: readonly SearchedMessage[],
): Promise<number> {
  const { indexMessages: most, indexUnits } = bounds.search;
  const rows: SearchRow[] = [];
  let units = 0;
  for (const { content, ...message } of messages) {
    rows.push({ ...message, folded: searchForm(message.type, content) });
    units += content.length;
    if (rows.length === most || units > indexUnits) break;
  }
  if (rows.length > 0) await insertSearchRows(db, rows);
  return rows.length;
}

/**
 * Indexes the messages that no process has indexed: those of a process that was killed, and all after an upgrade that
 * emptied the index. Examines each message once, when it is some seconds old, by the time at which it was sent. Adds
 * what has become older to the filters.
 */
export async function sweepUnindexed(
  db: Kysely<Tables>,
  {
    now,
    isFirst,
    goesOn,
  }: {
    /** The time in milliseconds. */
    now: number;
    /** Examines the newest messages, too: nothing else indexes those stored before this process started. */
    isFirst: boolean;
    /** The sweep ends early, without a loss, when this is false. */
    goesOn: () => boolean;
  },
): Promise<void> {
  const { freshMs, settledAfterMs, examinedAgainMs, spanMs, spanMessages } = bounds.search;
  const until = isFirst ? now + 1 : now - freshMs;
  await addEdits(db);
  let stored = await selectCompleteUntil(db);
  // A clock was ahead of the true time.
  let from = stored > now ? now - examinedAgainMs : stored;
  let lengthMs: number = spanMs;
  while (from < until && goesOn()) {
    const to = Math.min(from + lengthMs, until);
    const limit = to - from > 1 ? spanMessages : null;
    const { examined, missing, unfiltered } = await selectUnindexed(
      db,
      { from, to },
      { types: SEARCHED_TYPES, limit },
    );
    if (limit !== null && examined > limit) {
      lengthMs = Math.ceil((to - from) / 8);
      continue;
    }
    await indexPlaces(db, missing);
    if (!(await extendFilters(db, unfiltered, goesOn))) return;
    const complete = Math.min(to, now - settledAfterMs);
    // Lowered meanwhile: the next sweep begins there.
    if (complete !== stored && !(await updateCompleteUntil(db, stored, complete))) return;
    stored = complete;
    from = to;
    if (examined * 8 < spanMessages) lengthMs *= 8;
  }
}

/** Makes the next sweep examine the messages sent since a time (milliseconds), for messages with a time in the past. */
export function reindexSince(db: Kysely<Tables>, sinceMs: number): Promise<void> {
  return lowerCompleteUntil(db, sinceMs);
}

async function indexPlaces(db: Kysely<Tables>, places: readonly MessagePlace[]): Promise<void> {
  const { indexMessages: most } = bounds.search;
  for (let i = 0; i < places.length; i += most) {
    let messages: readonly SearchedMessage[] = await selectContents(db, places.slice(i, i + most));
    while (messages.length > 0) messages = messages.slice(await indexMessages(db, messages));
  }
}
