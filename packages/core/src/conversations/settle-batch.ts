import { bounds, DomainError, type Emit, type Log } from '../kernel/index.js';
import type { Ack, NewMessage } from '../ports/index.js';
import { ackOf, appendedBy, keyOf, refusalOf, valuesOf, type DigestedMessage } from './batch-rows.js';
import { BATCH_SQL, type BatchRow, type BatchValues } from './batch-store.js';

/** A dedicated database connection that runs each batch as one prepared statement. */
export interface BatchConnection {
  /** Rejects if the database is unreachable or too slow; the batch may have been committed. */
  run(name: string, sql: string, values: BatchValues): Promise<BatchRow[]>;
}

/** A message that waits to be stored. */
export interface Waiting extends DigestedMessage {
  readonly resolve: (ack: Ack) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
  attempts: number;
}

/** Stores a batch and settles its rows; returns those to retry. */
export type StoreBatch = (connection: BatchConnection, batch: readonly Waiting[]) => Promise<Waiting[]>;

/** Creates the function that stores batches and emits the events of the stored messages. */
export function makeStoreBatch({ emit, now, log }: { emit: Emit; now: () => number; log: Log }): StoreBatch {
  const doubts = makeDoubts();

  async function store(connection: BatchConnection, batch: readonly Waiting[]): Promise<Waiting[]> {
    try {
      return settle(batch, await connection.run('kith_batch', BATCH_SQL, valuesOf(batch, now())));
    } catch (error) {
      return recover(connection, batch, error);
    }
  }

  /** One invalid row must not fail the others: after a row error, each row is retried alone. */
  async function recover(
    connection: BatchConnection,
    batch: readonly Waiting[],
    error: unknown,
  ): Promise<Waiting[]> {
    const canRetry = isRowError(error);
    if (canRetry && batch.length > 1) {
      const again: Waiting[] = [];
      for (const waiting of batch) again.push(...(await store(connection, [waiting])));
      return again;
    }
    const [only] = batch;
    // A unique violation means that a duplicate was committed meanwhile; the next attempt sees it as a repeat.
    if (canRetry && only && ++only.attempts < bounds.database.batchAttempts) return [only];
    log.error({ err: error, rows: batch.length }, 'messages could not be stored');
    for (const waiting of batch) {
      doubts.remember(waiting.message);
      waiting.reject(unavailable());
    }
    return [];
  }

  function settle(batch: readonly Waiting[], rows: readonly BatchRow[]): Waiting[] {
    const again: Waiting[] = [];
    const unanswered = new Set(batch);
    for (const row of rows) {
      const waiting = batch[row.idx];
      if (!waiting) continue;
      unanswered.delete(waiting);
      if (row.verdict === 'stored' || row.verdict === 'repeat') settleStored(waiting, row);
      else if (row.verdict === 'stale' && ++waiting.attempts < bounds.database.batchAttempts)
        again.push(waiting);
      else waiting.reject(refusalOf(row.verdict));
    }
    for (const { reject } of unanswered) reject(new DomainError('not_found'));
    return again;
  }

  function settleStored({ message, digest, resolve, reject }: Waiting, row: BatchRow): void {
    const wasDoubtful = doubts.resolve(message);
    try {
      const ack = ackOf(message, digest, row);
      if (row.verdict === 'stored' || wasDoubtful) emit(appendedBy(message, row, ack));
      resolve(ack);
    } catch (error) {
      reject(error as Error);
    }
  }

  return store;
}

/** Sends whose batch had no result. If they were stored, no member has been notified yet. */
function makeDoubts(): {
  remember(message: NewMessage): void;
  /** Forgets a message; returns whether it was in doubt. */
  resolve(message: NewMessage): boolean;
} {
  const doubtful = new Set<string>();
  return {
    remember: (message) => {
      if (message.clientId === undefined) return;
      doubtful.add(keyOf(message));
      for (const oldest of doubtful) {
        if (doubtful.size <= bounds.database.doubtfulMessages) break;
        doubtful.delete(oldest);
      }
    },
    resolve: (message) => doubtful.size > 0 && doubtful.delete(keyOf(message)),
  };
}

/** The refusal when it is unknown whether a message was stored, or when it waited too long. */
export function unavailable(): DomainError {
  return new DomainError('unavailable', undefined, { retryMs: 1000 });
}

/** SQLSTATE classes 22 and 23 (data, constraint) and deadlocks: the connection works and nothing was stored. */
function isRowError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23') || code === '40P01';
}
