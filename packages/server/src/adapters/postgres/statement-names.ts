import { bounds } from '@kith/core/kernel';

/** The name under which connections keep a prepared statement; undefined to send it unnamed. */
export type NameStatement = (text: string) => string | undefined;

/** Placeholders of a list, or a second row. */
const HAS_LIST = /\bin \(\$|\), \(/;

/**
 * Names the repeated statements of a pool. A connection parses and plans a named statement once and keeps it;
 * PostgreSQL plans an unnamed one every time, which takes longer than running it. Each name costs memory in every
 * connection for as long as it is open, so a statement gets one on its second use, and there are at most `max`. A text
 * with a list gets none: each length of the list would take the place of another statement.
 */
export function makeStatementNames(max: number = bounds.database.namedStatements): NameStatement {
  const names = new Map<string, string>();
  let seenOnce = new Set<string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= max) return name;
    if (seenOnce.delete(text)) {
      if (HAS_LIST.test(text)) return undefined;
      names.set(text, `kith_${names.size + 1}`);
      return names.get(text);
    }
    if (seenOnce.size >= max) seenOnce = new Set();
    seenOnce.add(text);
    return undefined;
  };
}
