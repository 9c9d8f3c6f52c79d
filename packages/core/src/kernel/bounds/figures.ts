/** What the console's overview keeps over time. */
export const figures = {
  /** A node adds what it has counted this often. */
  recordEveryMs: 10_000,
  /** The size of files is summed this often. */
  sizesEveryMs: 15 * 60_000,
  /** What waits in the review queues is counted this often. */
  queuesEveryMs: 60_000,
  /** The lengths of the steps, and how long each is kept. */
  fineMinutes: 1,
  fineKeptMs: 24 * 3600_000,
  coarseMinutes: 15,
  coarseKeptMs: 30 * 24 * 3600_000,
  /** The newest lines of the log of moderation from which times to the first decision are taken. */
  decisionsRead: 500,
} as const;
