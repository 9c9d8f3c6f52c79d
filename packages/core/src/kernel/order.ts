import { DomainError, invalid } from './errors.js';

/** A new order of a list: the ids as somebody has seen them, and in their new order. */
export interface Reordering {
  readonly seen: readonly number[];
  readonly ids: readonly number[];
}

/** Requires that a list still has the order that somebody has seen, and that the new one has the same ids. Throws `stale` or `invalid`. */
export function requireOrder(now: readonly number[], { seen, ids }: Reordering): void {
  const isSame = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length && a.every((id, i) => id === b[i]);
  const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b);
  if (!isSame(now, seen)) throw new DomainError('stale');
  if (!isSame(sorted(now), sorted(ids))) throw invalid('ids');
}
