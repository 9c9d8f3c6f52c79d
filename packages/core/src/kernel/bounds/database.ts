/** Database work. */
export const database = {
  /** How long startup waits for the lock of a server that was just killed. */
  lockWithinMs: 5_000,
  lockRetryMs: 250,
  /** Connections for everything except message writes and searches. */
  connections: 12,
  /** The least of them for each process of `kith start --workers`. */
  connectionsOfWorker: 3,
  /** How long startup waits while another node starts, which may migrate the schema. */
  startWithinMs: 60_000,
  /** Prepared statements per connection: about twice as many as the program has. */
  namedStatements: 1_000,
  /** Messages per batch. */
  batchRows: 256,
  /** UTF-16 code units of content per batch. */
  batchCharacters: 1_000_000,
  /** Waiting messages with which another connection writes beside a busy one. */
  rowsForAnotherLane: 64,
  /** How long a message waits for a busy connection before another one writes beside it. */
  laneWaitMs: 20,
  /** Attempts to write a message after a failure with a known outcome. */
  batchAttempts: 5,
  /** Remembered messages with an unknown outcome. */
  doubtfulMessages: 50_000,
  /** Remembered senders who may write to a conversation, each about 100 bytes. */
  rememberedWriters: 50_000,
  /** How long messages of an account are checked for repeats first, after it has repeated one. */
  repeaterMs: 60_000,
  /** Remembered accounts that have repeated a message. */
  repeaters: 10_000,
  /** Attempts of a transaction that the database aborts because of a deadlock. */
  transactionAttempts: 4,
  /** Timeout of a batch. Its outcome is then unknown, and a retry is safe. */
  batchTimeoutMs: 8_000,
  /** Connection timeout of the batch writer. */
  connectTimeoutMs: 3_000,
  /** Rows that one statement writes for a large group, so that it ends in time also on a busy machine. */
  rowsWrittenAtOnce: 500,
  /** Timeout of a query. Migrations have none. */
  queryTimeoutMs: 8_000,
  /** How long shutdown waits for the database to store the last messages. */
  lastBatchesWithinMs: 2_000,
} as const;
