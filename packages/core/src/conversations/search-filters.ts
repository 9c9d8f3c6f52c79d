import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { addKeys, fillFilter, makeFilter } from './search-filter.js';
import {
  hasEdits,
  lockFilters,
  selectMessagesOf,
  selectNewestBlocks,
  takeEdits,
  upsertBlocks,
  type EntryRange,
  type SearchBlock,
} from './search-filters-store.js';
import type { MessagePlace, Unfiltered } from './search-index-store.js';
import { SEARCHED_TYPES, searchForm } from './search-text.js';

const { blockEntries, blockStep, filteredEntries } = bounds.search;

/**
 * Extends the filters of conversations to their last whole step of entries. A filter is made from the entries, not from
 * the index, and entries become visible in their order, so it contains every text up to its last entry. Ends early,
 * and returns false, when `goesOn` is false.
 */
export async function extendFilters(
  db: Kysely<Tables>,
  of: readonly Unfiltered[],
  goesOn: () => boolean,
): Promise<boolean> {
  for (let rest = of; rest.length > 0;) {
    if (!goesOn()) return false;
    const some = rest.slice(0, Math.ceil(filteredEntries / blockStep));
    const done = await db.transaction().execute((tx) => extendSome(tx, some));
    rest = rest.slice(done);
  }
  return true;
}

/** Extends the filters of the first of the conversations, as far as one transaction may; returns the number that is done. */
async function extendSome(tx: Transaction<Tables>, of: readonly Unfiltered[]): Promise<number> {
  await lockFilters(tx);
  const blocks = new Map((await selectNewestBlocks(tx, of)).map((block) => [keyOf(block), block]));
  const ranges: EntryRange[] = [];
  let entries = 0;
  let done = 0;
  for (const { lastSeq, ...conversation } of of) {
    const after = blocks.get(keyOf(conversation))?.lastSeq ?? 0;
    const whole = lastSeq - (lastSeq % blockStep);
    const upTo = Math.min(whole, after + filteredEntries - entries);
    if (upTo > after) ranges.push({ ...conversation, after, upTo });
    entries += Math.max(upTo - after, 0);
    if (upTo < whole) break;
    done++;
  }
  if (ranges.length === 0) return done;
  const pause = makePauses();
  const keys = new Map<string, Set<number>>();
  for (const message of await selectMessagesOf(tx, ranges, SEARCHED_TYPES)) {
    const place = placeOf(message, Math.floor((message.seq - 1) / blockEntries));
    const known = keys.get(place) ?? new Set();
    keys.set(place, known);
    addKeys(known, searchForm(message.type, message.content));
    await pause(message.content.length);
  }
  const extended: SearchBlock[] = [];
  for (const range of ranges) {
    for (const block of blocksOf(range, blocks.get(keyOf(range)), keys)) {
      extended.push(block);
      await pause(block.filter.length);
    }
  }
  await upsertBlocks(tx, extended);
  return done;
}

/** The new and extended blocks of a range, given the newest block before it and the keys of each block. */
function* blocksOf(
  range: EntryRange,
  newest: SearchBlock | undefined,
  keys: ReadonlyMap<string, ReadonlySet<number>>,
): Iterable<SearchBlock> {
  const { after, upTo, ...conversation } = range;
  for (let block = Math.floor(after / blockEntries); block * blockEntries < upTo; block++) {
    const added = keys.get(placeOf(range, block)) ?? new Set();
    const lastSeq = Math.min(upTo, (block + 1) * blockEntries);
    const filter =
      newest?.block === block
        ? newest.filter
        : makeFilter(expectedKeys(added.size, lastSeq - block * blockEntries));
    fillFilter(filter, added);
    yield { ...conversation, block, lastSeq, filter };
  }
}

/** The keys that a block will have, given those of its first entries: the same ones occur again. */
function expectedKeys(keys: number, entries: number): number {
  return keys * (blockEntries / entries) ** 0.75;
}

/** Adds the new texts of edited messages to their filters. Until then, a search compares these messages. */
export async function addEdits(db: Kysely<Tables>): Promise<void> {
  while (await hasEdits(db)) {
    await db.transaction().execute(async (tx) => {
      await lockFilters(tx);
      const pause = makePauses();
      const blocks = new Map<string, SearchBlock>();
      for (const { folded, ...read } of await takeEdits(tx)) {
        const block = blocks.get(placeOf(read, read.block)) ?? read;
        const keys = new Set<number>();
        addKeys(keys, folded);
        fillFilter(block.filter, keys);
        blocks.set(placeOf(block, block.block), block);
        await pause(folded.length);
      }
      if (blocks.size > 0) await upsertBlocks(tx, [...blocks.values()]);
    });
  }
}

/** Lets the event loop serve others after some milliseconds of work, whatever the texts. */
function makePauses(): (units: number) => Promise<void> | undefined {
  let done = 0;
  return (units) => {
    done += units;
    if (done < bounds.search.indexUnits) return undefined;
    done = 0;
    return new Promise((resolve) => setImmediate(resolve));
  };
}

function keyOf({ tenantId, conversationId }: Pick<MessagePlace, 'tenantId' | 'conversationId'>): string {
  return `${tenantId} ${conversationId}`;
}

function placeOf(conversation: Pick<MessagePlace, 'tenantId' | 'conversationId'>, block: number): string {
  return `${keyOf(conversation)} ${block}`;
}
