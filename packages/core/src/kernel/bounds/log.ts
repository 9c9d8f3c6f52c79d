/** Log output. */
export const log = {
  /** Warnings and errors of one kind are logged once per interval, then with their count. */
  repeatedAfterMs: 1000,
  /** Kinds tracked at the same time. */
  kinds: 500,
  /** Interval between warnings about clients that know newer data than the database. */
  restoredWarningAfterMs: 60_000,
} as const;
