/** Checks of the machine's clock. */
export const clock = {
  /** Interval between checks; each stores the current time. */
  everyMs: 60_000,
  /** At startup, the clock may be ahead of the last stored time by this much. */
  aheadAtStartMs: 24 * 3600_000,
  /** At startup, the clock may be behind the last stored time by this much. */
  behindAtStartMs: 60_000,
  /** At run time, clock time and elapsed time between two checks may differ by this much. */
  jumpMs: 10 * 60_000,
  /** An unconfirmed clock is trusted after this time. */
  doubtMs: 24 * 3600_000,
  /**
   * If the time stored in the data folder is ahead of the one in the database by more, the database is an older
   * copy.
   */
  noteAheadMs: 3 * 60_000,
  /** Rows per statement whose times are clamped. */
  rowsClamped: 500,
  /** Conversations per transaction whose times are clamped; writes to them wait meanwhile. */
  conversationsClamped: 50,
  /** Entries per transaction in each of these conversations. */
  entriesClamped: 200,
} as const;
