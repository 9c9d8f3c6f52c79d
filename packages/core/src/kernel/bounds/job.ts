/** Background jobs, each of which runs at one node at a time. */
export const job = {
  /** A node tries this often for jobs that nobody holds, and proves that it lives. */
  everyMs: 1_000,
  /** A node that could not prove for this long that it holds a job starts no further round. */
  leaseMs: 4_000,
  /** The database takes the jobs from a node that was silent for this long. More than the lease. */
  silentForMs: 8_000,
  /** Rows of a table that one transaction of an erasure changes, accounts erased in a round, and entries it looks through. */
  rowsErasedAtOnce: 500,
  accountsErasedAtOnce: 5,
  entriesSearchedAtOnce: 5_000,
  /** Rows of a list that a copy of an account reads at a time. */
  rowsExportedAtOnce: 200,
} as const;
