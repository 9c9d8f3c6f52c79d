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
  /** Code units of a folded text; the rest is not searched. */
  foldedUnits: 12_000,
  /** Consecutive entries of a conversation that share a filter. Stored filters depend on it. */
  blockEntries: 128,
  /** New entries that extend a filter; a search compares fewer without one. */
  blockStep: 16,
  /** Bytes of a filter, which fits into a page. Longer texts fill it, and are then compared by every search. */
  filterMinBytes: 32,
  filterBytes: 8_000,
  /** Entries that one transaction adds to filters. */
  filteredEntries: 1_000,
  /** Edited messages that one transaction adds to filters. */
  filteredEdits: 100,
  /**
   * An account's newest messages that a search for a text without a key compares: all that most accounts have. A single
   * Latin letter is not found beyond them.
   */
  comparedMessages: 20_000,
  /** How many of them are of one conversation, if the account has more messages than that. */
  comparedOfConversation: 5_000,
  /** Messages outside the index that one search reads, and their total bytes. */
  waitingMessages: 500,
  waitingBytes: 200_000,
  /** Rows refolded per statement. */
  renewedRows: 500,
  /** Messages per statement of the indexer. */
  indexMessages: 500,
  /** Code units of their contents: the indexer yields the event loop after some milliseconds, whatever the texts. */
  indexUnits: 30_000,
  /** Stored messages in memory that wait for the indexer, and code units of their contents. The sweep finds others. */
  queuedMessages: 20_000,
  queuedUnits: 16_000_000,
  /** After this time, every message that a process stores at some moment is committed. More than a batch may take. */
  settledAfterMs: 15_000,
  /** The sweep of a process that has run for a while leaves younger messages to the indexer. */
  freshMs: 5_000,
  /** The first span of time of a sweep; spans grow while they contain few messages. */
  spanMs: 60_000,
  /** Messages in one span. */
  spanMessages: 10_000,
  /** After a clock was ahead of the true time, a sweep examines again what was sent within this time. */
  examinedAgainMs: 600_000,
} as const;
