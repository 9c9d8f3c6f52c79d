import type { admin, Result } from '@kith/contract';

export type Page = Result<typeof admin.photos.list>;
export type Item = Page['rows'][number];

/** Why a decision about an item was refused. */
export interface Note {
  readonly error: unknown;
  /** As far as this browser knows, the item no longer waits. */
  readonly isGone: boolean;
}

/** The queue as a moderator sees it. All changes are pure functions, because answers arrive in any order. */
export interface Queue {
  /** What waits, oldest first. */
  readonly items: readonly Item[];
  readonly openId: number | undefined;
  /** The length of the whole queue. */
  readonly waiting: number;
  readonly oldestAt: number | undefined;
  /** Where the next page begins; absent if all are here. */
  readonly next: number | undefined;
  /** Items that were decided here, and when the server confirmed it: a page that was asked for earlier still has them. */
  readonly decided: ReadonlyMap<number, number>;
  readonly notes: ReadonlyMap<number, Note>;
}

export const EMPTY: Queue = {
  items: [],
  openId: undefined,
  waiting: 0,
  oldestAt: undefined,
  next: undefined,
  decided: new Map(),
  notes: new Map(),
};

/** Adds or renews the items of a page that begins after the upload `after` and was asked for at `startedAt`. */
export function withPage(
  queue: Queue,
  { rows, next, waiting, oldestAt }: Page,
  { after, startedAt }: { readonly after: number; readonly startedAt: number },
): Queue {
  const fresh = rows.filter(({ id }) => !((queue.decided.get(id) ?? -Infinity) >= startedAt));
  const known = new Set(fresh.map(({ id }) => id));
  const isCovered = (id: number) => id > after && (next === undefined || id <= next);
  // What somebody looks at does not vanish below the eyes; a decision about it will say what has happened.
  const kept = queue.items.filter(
    ({ id }) => !known.has(id) && (!isCovered(id) || id === queue.openId || queue.notes.has(id)),
  );
  const items = [...fresh, ...kept].toSorted((a, b) => a.id - b.id);
  const isLast = !kept.some(({ id }) => id > (next ?? Infinity));
  const merged = {
    ...queue,
    items,
    waiting: waiting - (rows.length - fresh.length),
    oldestAt,
    next: isLast ? next : queue.next,
    notes: new Map(
      [...queue.notes].map(([id, note]) => [id, known.has(id) ? { ...note, isGone: false } : note]),
    ),
  };
  return queue.openId === undefined ? { ...merged, openId: freeFrom(merged, 0) } : merged;
}

/** Opens an item. One that no longer waits is left for good. */
export function open(queue: Queue, id: number | undefined): Queue {
  const left = queue.openId;
  if (left === undefined || left === id || !queue.notes.get(left)?.isGone) return { ...queue, openId: id };
  return { ...without(queue, [left]), notes: withoutKey(queue.notes, left), openId: id };
}

/** The item before or after the open one. */
export function neighbour({ items, openId }: Queue, by: 1 | -1): number | undefined {
  const at = items.findIndex(({ id }) => id === openId);
  return items[at + by]?.id ?? openId;
}

/** Takes items out, before the server has confirmed the decision, and opens the next one that nobody else looks at. */
export function decide(queue: Queue, ids: readonly number[]): Queue {
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
export function confirm(queue: Queue, ids: readonly number[], at: number): Queue {
  return { ...queue, decided: new Map([...queue.decided, ...ids.map((id) => [id, at] as const)]) };
}

/** Brings items back whose decision was refused or taken back. */
export function bringBack(queue: Queue, items: readonly Item[], note?: Note): Queue {
  const ids = items.map(({ id }) => id);
  return {
    ...queue,
    items: [...without(queue, ids).items, ...items].toSorted((a, b) => a.id - b.id),
    openId: queue.openId ?? ids[0],
    waiting: queue.waiting + items.length,
    decided: ids.reduce(withoutKey, queue.decided),
    notes: note ? new Map([...queue.notes, ...ids.map((id) => [id, note] as const)]) : queue.notes,
  };
}

/** Changes an item that is still here. */
export function change(queue: Queue, id: number, changed: Partial<Item>): Queue {
  return {
    ...queue,
    items: queue.items.map((item) => (item.id === id ? { ...item, ...changed } : item)),
  };
}

/** Notes that an item no longer waits. */
export function markGone(queue: Queue, id: number, error: unknown): Queue {
  if (!queue.items.some((item) => item.id === id)) return queue;
  return { ...queue, notes: new Map([...queue.notes, [id, { error, isGone: true }]]) };
}

function without(queue: Queue, ids: readonly number[]): Queue {
  return { ...queue, items: queue.items.filter(({ id }) => !ids.includes(id)) };
}

function withoutKey<V>(map: ReadonlyMap<number, V>, key: number): ReadonlyMap<number, V> {
  return new Map([...map].filter(([one]) => one !== key));
}

/** The first item from a place on that nobody else looks at; from the beginning, if there is none. */
function freeFrom({ items, notes }: Queue, at: number): number | undefined {
  const isFree = ({ id, lease }: Item) => (lease?.isOwn ?? true) && !notes.get(id)?.isGone;
  return (items.slice(at).find(isFree) ?? items.slice(0, at).find(isFree) ?? items[at] ?? items[0])?.id;
}
