import type { Row } from './rows.js';

/** Gives the row objects of the time before for rows that have not changed, so that only others are drawn again. */
export function createSameRows(): (rows: readonly Row[]) => readonly Row[] {
  let known: ReadonlyMap<string, Row> = new Map();
  return (rows) => {
    const same = rows.map((row) => {
      const before = known.get(row.key);
      return before && isSame(before, row) ? before : row;
    });
    known = new Map(same.map((row) => [row.key, row]));
    return same;
  };
}

function isSame(a: Row, b: Row): boolean {
  const names = Object.keys(a) as (keyof Row)[]; // the members of a row
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
