/** One page of a numbered list. */
export interface Page<T> {
  readonly total: number;
  readonly perPage: number;
  /** From 1. */
  readonly page: number;
  readonly lastPage: number;
  readonly rows: readonly T[];
}

/** Combines rows and total; `lastPage` is 0 for an empty list. */
export function pageOf<T>(rows: readonly T[], total: number, page: number, perPage: number): Page<T> {
  return { total, perPage, page, lastPage: Math.ceil(total / perPage), rows };
}

/**
 * At least `amount`, as a literal limit of rows. For a parameter, a plan for all values expects a tenth of the rows and
 * reads and sorts them all. A power of two, so that there are few texts of the statement.
 *
 * A statement that looks up the elements of an array ends with such a limit too. A plan for all values expects ten
 * elements and so seems dearer than one for the values, which the database then makes anew for each call: that takes
 * several times as long as a look-up of one element.
 */
export function literalLimit(amount: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(amount, 1)));
}

/** Consecutive parts of a list, each of at most `size` elements. */
export function* inParts<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
