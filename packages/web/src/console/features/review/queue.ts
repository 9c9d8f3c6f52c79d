import type { admin, Result } from '@kith/contract';

/** What each item of a queue has; its other members belong to the queue. */
export interface Item {
  readonly id: number;
  readonly lease?: Result<typeof admin.photos.lease> | undefined;
}

/** A page of a queue, as the server shows it. */
export interface Page<I> {
  readonly rows: readonly I[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | number | undefined;
  readonly waiting: number;
  readonly oldestAt?: number | undefined;
}

/** The end of the pages that are here. */
export interface End<I> {
  readonly item: I;
  /** What the server calls it. */
  readonly next: string | number;
}

/** Why a decision about an item was refused. */
export interface Note {
  readonly error: unknown;
  /** As far as this browser knows, the item no longer waits. */
  readonly isGone: boolean;
}

/** After so many decisions, or so long after the first one, a pause is due. */
const PAUSE_DECISIONS = 100;
const PAUSE_MS = 50 * 60_000;

/** Whether somebody should look away for a while: what is decided without a pause is decided worse. */
export function isPauseDue({ decided, ms }: { readonly decided: number; readonly ms: number }): boolean {
  return decided >= PAUSE_DECISIONS || (decided > 0 && ms >= PAUSE_MS);
}

/** A queue as a moderator sees it. All changes are pure functions, because answers arrive in any order. */
export interface Queue<I extends Item> {
  /** Negative if the first one comes first. */
  readonly order: (a: I, b: I) => number;
  /** What waits, in this order. */
  readonly items: readonly I[];
  readonly openId: number | undefined;
  /** The length of the whole queue. */
  readonly waiting: number;
  readonly oldestAt: number | undefined;
  /** Where the next page begins; absent if all are here. */
  readonly end: End<I> | undefined;
  /** Items that were decided here, and when the server confirmed it: a page that was asked for earlier still has them. */
  readonly decided: ReadonlyMap<number, number>;
  readonly notes: ReadonlyMap<number, Note>;
}

export function emptyQueue<I extends Item>(order: Queue<I>['order']): Queue<I> {
  return {
    order,
    items: [],
    openId: undefined,
    waiting: 0,
    oldestAt: undefined,
    end: undefined,
    decided: new Map(),
    notes: new Map(),
  };
}

/** Adds or renews the items of a page that begins after this end of another one and was asked for at `startedAt`. */
export function withPage<I extends Item>(
  queue: Queue<I>,
  { rows, next, waiting, oldestAt }: Page<I>,
  { after, startedAt }: { readonly after: End<I> | undefined; readonly startedAt: number },
): Queue<I> {
  const { order } = queue;
  const last = rows.at(-1);
  const end = next === undefined || !last ? undefined : { item: last, next };
  const fresh = rows.filter(({ id }) => !((queue.decided.get(id) ?? -Infinity) >= startedAt));
  const known = new Set(fresh.map(({ id }) => id));
  const isBeyond = (item: I) => end !== undefined && order(item, end.item) > 0;
  const isCovered = (item: I) => (!after || order(item, after.item) > 0) && !isBeyond(item);
  // What somebody looks at does not vanish below the eyes; a decision about it will say what has happened.
  const kept = queue.items.filter(
    (item) =>
      !known.has(item.id) && (!isCovered(item) || item.id === queue.openId || queue.notes.has(item.id)),
  );
  const items = [...fresh, ...kept].toSorted(order);
  const merged = {
    ...queue,
    items,
    waiting: waiting - (rows.length - fresh.length),
    oldestAt,
    end: kept.some(isBeyond) ? queue.end : end,
    notes: new Map(
      [...queue.notes].map(([id, note]) => [id, known.has(id) ? { ...note, isGone: false } : note]),
    ),
  };
  return queue.openId === undefined ? { ...merged, openId: freeFrom(merged, 0) } : merged;
}

/** Opens an item. One that no longer waits is left for good. */
export function open<I extends Item>(queue: Queue<I>, id: number | undefined): Queue<I> {
  const left = queue.openId;
  if (left === undefined || left === id || !queue.notes.get(left)?.isGone) return { ...queue, openId: id };
  return { ...without(queue, [left]), notes: withoutKey(queue.notes, left), openId: id };
}

/** The item before or after the open one. */
export function neighbour<I extends Item>({ items, openId }: Queue<I>, by: 1 | -1): number | undefined {
  const at = items.findIndex(({ id }) => id === openId);
  return items[at + by]?.id ?? openId;
}

/** Takes items out, before the server has confirmed the decision, and opens the next one that nobody else looks at. */
export function decide<I extends Item>(queue: Queue<I>, ids: readonly number[]): Queue<I> {
  const at = Math.max(
    0,
    queue.items.findIndex(({ id }) => id === queue.openId),
  );
  const before = queue.items.slice(0, at).filter(({ id }) => !ids.includes(id)).length;
  const rest = without(queue, ids);
  return {
    ...rest,
    openId: freeFrom(rest, before),
    waiting: queue.waiting - ids.length,
    decided: new Map([...queue.decided, ...ids.map((id) => [id, Infinity] as const)]),
    notes: ids.reduce(withoutKey, queue.notes),
  };
}

/** The server has confirmed a decision. */
export function confirm<I extends Item>(queue: Queue<I>, ids: readonly number[], at: number): Queue<I> {
  return { ...queue, decided: new Map([...queue.decided, ...ids.map((id) => [id, at] as const)]) };
}

/** Brings items back whose decision was refused or taken back. */
export function bringBack<I extends Item>(queue: Queue<I>, items: readonly I[], note?: Note): Queue<I> {
  const ids = items.map(({ id }) => id);
  return {
    ...queue,
    items: [...without(queue, ids).items, ...items].toSorted(queue.order),
    openId: queue.openId ?? ids[0],
    waiting: queue.waiting + items.length,
    decided: ids.reduce(withoutKey, queue.decided),
    notes: note ? new Map([...queue.notes, ...ids.map((id) => [id, note] as const)]) : queue.notes,
  };
}

/** Changes an item that is still here. */
export function change<I extends Item>(queue: Queue<I>, id: number, changed: Partial<I>): Queue<I> {
  return {
    ...queue,
    items: queue.items.map((item) => (item.id === id ? { ...item, ...changed } : item)),
  };
}

/** Notes that an item no longer waits. */
export function markGone<I extends Item>(queue: Queue<I>, id: number, error: unknown): Queue<I> {
  if (!queue.items.some((item) => item.id === id)) return queue;
  return { ...queue, notes: new Map([...queue.notes, [id, { error, isGone: true }]]) };
}

function without<I extends Item>(queue: Queue<I>, ids: readonly number[]): Queue<I> {
  return { ...queue, items: queue.items.filter(({ id }) => !ids.includes(id)) };
}

function withoutKey<V>(map: ReadonlyMap<number, V>, key: number): ReadonlyMap<number, V> {
  return new Map([...map].filter(([one]) => one !== key));
}

/** The first item from a place on that nobody else looks at; from the beginning, if there is none. */
function freeFrom<I extends Item>({ items, notes }: Queue<I>, at: number): number | undefined {
  const isFree = ({ id, lease }: I) => (lease?.isOwn ?? true) && !notes.get(id)?.isGone;
  return (items.slice(at).find(isFree) ?? items.slice(0, at).find(isFree) ?? items[at] ?? items[0])?.id;
}
