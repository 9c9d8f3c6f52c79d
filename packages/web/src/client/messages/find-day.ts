import type { Realtime } from '@kith/sdk';

/**
 * The seq of the first entry at or after a time (milliseconds), of those up to `newest`; undefined if all are earlier. Halves
 * what is left with each page: times never decrease within a conversation.
 */
export async function seqAtTime(
  connection: Pick<Realtime, 'sync'>,
  { listId, newest, time }: { readonly listId: string; readonly newest: number; readonly time: number },
): Promise<number | undefined> {
  let found: number | undefined;
  // Everything up to `low` is earlier; `found` is the first entry above `high`.
  let [low, high] = [0, newest];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { entries } = await connection.sync(listId, { after: middle });
    const at = entries.findIndex((entry) => entry.time >= time);
    if (at > 0) return entries[at]!.seq;
    if (at === 0 || entries.length === 0) {
      found = entries[0]?.seq ?? found;
      high = middle;
    } else low = entries.at(-1)!.seq;
  }
  return found;
}
