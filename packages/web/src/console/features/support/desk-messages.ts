import type { admin, Result } from '@kith/contract';

export type DeskMessages = Result<typeof admin.desk.messages>;
export type DeskMessage = DeskMessages['rows'][number];

/** What is known, with the newest page: older messages stay, unless some between them and the page are missing. */
export function withNewest(known: DeskMessages | undefined, newest: DeskMessages): DeskMessages {
  const [first] = newest.rows;
  if (!known || !first || !newest.hasMore) return newest;
  const older = known.rows.filter(({ seq }) => seq < first.seq);
  const isWhole = known.rows.some(({ seq }) => seq === first.seq);
  return isWhole ? { ...newest, rows: [...older, ...newest.rows], hasMore: known.hasMore } : newest;
}

/** What is known, with a page of older messages. */
export function withOlder(known: DeskMessages, older: DeskMessages): DeskMessages {
  const [first] = known.rows;
  const before = older.rows.filter(({ seq }) => first === undefined || seq < first.seq);
  return { ...known, rows: [...before, ...known.rows], hasMore: older.hasMore };
}
