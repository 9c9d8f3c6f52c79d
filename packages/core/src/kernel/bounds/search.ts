/** Searches. */
export const search = {
  /** Concurrent searches, each on its own connection. */
  atOnce: 2,
  /** Waiting searches. */
  waiting: 20,
  /** Waiting searches per account. */
  waitingForEach: 12,
  /** Timeout of a search. */
  timeoutMs: 3_000,
  /** How long the indexer works before it yields the event loop. */
  indexTurnMs: 10,
  /** Code units of a folded text; the rest is not searched. */
  foldedUnits: 12_000,
  /** Messages outside the index that one search reads, and their total bytes. */
  waitingMessages: 500,
  waitingBytes: 200_000,
  /** Rows refolded per statement. */
  renewedRows: 500,
  /** Messages read per batch of the indexer. */
  indexBatch: 500,
  /** Batches per run of the indexer, so that indexing does not crowd out sending. */
  batchesARound: 4,
} as const;
