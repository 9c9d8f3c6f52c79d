import { bounds, DomainError, messageId, type Emit, type Log } from '../kernel/index.js';
import type { Ack } from '../ports/index.js';
import { appendStatementOf, splitBatch, type KnownBatch } from './batch-append.js';
import type { AppendedConversation } from './batch-append-store.js';
import { makeDoubts, makeRepeaters, type Doubts, type Repeaters } from './batch-doubts.js';
import { makeWriterMemory, type KnownConversation, type WriterMemory } from './batch-memory.js';
import { ackOf, appendedBy, refusalOf, storedBy, valuesOf, type DigestedMessage } from './batch-rows.js';
import { BATCH_SQL, type BatchRow } from './batch-store.js';
import type { ConversationKey } from './missed-store.js';

/** A dedicated database connection that runs each batch as one prepared statement. */
export interface BatchConnection {
  /** Rejects if the database is unreachable or too slow; the batch may have been committed. */
  run<Row>(name: string, sql: string, values: readonly unknown[]): Promise<Row[]>;
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

/** What storing batches needs from outside. */
export interface StoreBatchDeps {
  readonly emit: Emit;
  readonly now: () => number;
  readonly log: Log;
  /** Receives each conversation of a batch without a result: its messages may be stored, and nobody was told. */
  readonly onDoubt?: ((of: ConversationKey) => void) | undefined;
}

/**
 * Creates the function that stores batches and emits the events of the stored messages. Messages of known writers are
 * appended; on all others the batch statement decides, and what it decides is remembered.
 */
export function makeStoreBatch({ emit, now, log, onDoubt }: StoreBatchDeps): StoreBatch {
  const doubts = makeDoubts();
  const repeaters = makeRepeaters(now);
  const memory = makeWriterMemory();
  const settle = makeSettle({ emit, doubts, repeaters, memory });

  async function store(connection: BatchConnection, batch: readonly Waiting[]): Promise<Waiting[]> {
    const { known, others } = splitBatch(batch, memory, ({ message }) => repeaters.has(message.senderId));
    const again = known.rows.length > 0 ? await append(connection, known) : [];
    return others.length > 0 ? [...again, ...(await decide(connection, others))] : again;
  }

  async function append(connection: BatchConnection, batch: KnownBatch<Waiting>): Promise<Waiting[]> {
    let stored: AppendedConversation[];
    try {
      const { name, sql, values } = appendStatementOf(batch, now());
      stored = await connection.run(name, sql, values);
    } catch (error) {
      const all = batch.rows.map(({ waiting }) => waiting);
      // Nothing was stored. If a message is a repeat, the batch statement finds the first one.
      return isRowError(error) ? decide(connection, all) : fail(all, error);
    }
    return settle.appended(batch, stored);
  }

  async function decide(connection: BatchConnection, batch: readonly Waiting[]): Promise<Waiting[]> {
    let rows: BatchRow[];
    try {
      rows = await connection.run<BatchRow>('kith_batch', BATCH_SQL, valuesOf(batch, now()));
    } catch (error) {
      return recover(connection, batch, error);
    }
    return settle.decided(batch, rows);
  }

  /** One invalid row must not fail the others: after a row error, each half is tried alone. */
  async function recover(
    connection: BatchConnection,
    batch: readonly Waiting[],
    error: unknown,
  ): Promise<Waiting[]> {
    if (!isRowError(error)) return fail(batch, error);
    const [first] = batch;
    if (batch.length === 1 && first) {
      // A unique violation means that a duplicate was committed meanwhile; the next attempt sees it as a repeat.
      return ++first.attempts < bounds.database.batchAttempts
        ? decide(connection, batch)
        : fail(batch, error);
    }
    const middle = batch.length >> 1;
    const again = await decide(connection, batch.slice(0, middle));
    // No message passes an earlier one of its conversation that is to be retried.
    const behind = new Set(again.map(({ message }) => message.conversationId));
    const isBehind = ({ message }: Waiting) => behind.has(message.conversationId);
    const second = batch.slice(middle);
    again.push(...second.filter(isBehind));
    const others = second.filter((waiting) => !isBehind(waiting));
    return others.length > 0 ? [...again, ...(await decide(connection, others))] : again;
  }

  function fail(batch: readonly Waiting[], error: unknown): Waiting[] {
    log.error({ err: error, rows: batch.length }, 'messages could not be stored');
    for (const waiting of batch) {
      doubts.remember(waiting.message);
      waiting.reject(unavailable());
    }
    // Each conversation once; whether anything was stored is found out elsewhere.
    const conversations = new Map(batch.map(({ message }) => [message.conversationId, message.tenantId]));
    for (const [id, tenantId] of conversations) onDoubt?.({ tenantId, id });
    return [];
  }

  return store;
}

/** Settles the messages of a batch by the rows of a statement; each function returns the messages to retry. */
function makeSettle({
  emit,
  doubts,
  repeaters,
  memory,
}: {
  emit: Emit;
  doubts: Doubts;
  repeaters: Repeaters;
  memory: WriterMemory;
}) {
  function appended({ rows, groups }: KnownBatch<Waiting>, stored: readonly AppendedConversation[]) {
    for (const row of stored) {
      const group = groups[row.place - 1];
      if (!group) continue;
      group.stored = row;
      group.known = memory.note(group.known, row.members_version);
    }
    const again: Waiting[] = [];
    for (const { waiting, group, place } of rows) {
      if (group.stored) settleAppended(waiting, group.known, group.stored, group.stored.base_seq + place);
      else {
        // Another version of the writers: the batch statement decides again, also on later messages.
        memory.forget(group.known.head.id);
        again.push(waiting);
      }
    }
    return again;
  }

  function settleAppended(
    { message, resolve }: Waiting,
    { head, aliases }: KnownConversation,
    { sent_at: sentAt }: AppendedConversation,
    seq: number,
  ): void {
    const ack = { id: messageId(head.id, seq), seq, sentAt };
    doubts.resolve(message);
    const alias = aliases.get(message.senderId) ?? null;
    emit(appendedBy(message, { conversation: head, alias, isWithheld: false, isShadowed: false }, ack));
    resolve(ack);
  }

  function decided(batch: readonly Waiting[], rows: readonly BatchRow[]): Waiting[] {
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
    if (row.verdict === 'repeat') repeaters.remember(message.senderId);
    else memory.learn(message, row);
    try {
      const ack = ackOf(message, digest, row);
      if (row.verdict === 'stored' || wasDoubtful) emit(appendedBy(message, storedBy(message, row), ack));
      resolve(ack);
    } catch (error) {
      reject(error as Error);
    }
  }

  return { appended, decided };
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
