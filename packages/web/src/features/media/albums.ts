import { CONTENT_TYPES } from '@kith/contract';
import { burns, type MessageRow, type Row } from '../../client/messages/rows.js';

/** So many pictures are one album. */
const MOST = 10;

/** Finds pictures that one writer sent one after the other: of each album its rows, by the key of each of them. */
export function albumsOf(rows: readonly Row[]): ReadonlyMap<string, readonly MessageRow[]> {
  const albums = new Map<string, readonly MessageRow[]>();
  let open: MessageRow[] = [];
  function close(): void {
    if (open.length > 1) for (const { key } of open) albums.set(key, open);
    open = [];
  }
  for (const row of rows) {
    const belongs = row.kind === 'message' && isPart(row);
    // The first of a group of messages, or of an album that is full, begins another one.
    if (!belongs || row.isFirst || open.length === MOST) close();
    if (belongs) open.push(row);
  }
  close();
  return albums;
}

/** What has something of its own to show, such as a failure or reactions, stands alone. */
function isPart({ type, isRecalled, replyTo, state, entry, reactions, content }: MessageRow): boolean {
  const isPlain = replyTo === undefined && reactions.length === 0 && !burns(content);
  const isSeen = !isRecalled && !entry?.withheld && state !== 'failed';
  return type === CONTENT_TYPES.image && isPlain && isSeen;
}

/** How many of the six columns of a grid a picture of an album takes. */
export function columnsOf(at: number, count: number): 2 | 3 | 6 {
  const perRow = count === 2 || count === 4 ? 2 : 3;
  const rest = count % perRow;
  // The last row is filled, too.
  if (at >= count - rest) return rest === 1 ? 6 : 3;
  return perRow === 2 ? 3 : 2;
}
