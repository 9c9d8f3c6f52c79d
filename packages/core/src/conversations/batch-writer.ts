import { crc32 } from 'node:zlib';
import { CompiledQuery } from 'kysely';
import {
  bounds,
  DomainError,
  invalid,
  listIdText,
  messageId,
  type Ctx,
  type DomainEvent,
  type Emit,
  type ErrorCode,
  type Log,
} from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import type { Ack, EntryWriter, NewMessage } from '../ports/index.js';
import { BATCH_SQL, type BatchRow, type BatchValues } from './batch-store.js';

/** A dedicated database connection that runs each batch as one prepared statement. */
export interface BatchConnection {
  /** Rejects if the database is unreachable or too slow; the batch may have been committed. */
  run(name: string, sql: string, values: BatchValues): Promise<BatchRow[]>;
}

interface Waiting {
  readonly message: NewMessage;
  readonly digest: number | null;
  readonly resolve: (ack: Ack) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
  attempts: number;
}

interface Lane {
  readonly connection: BatchConnection;
  readonly queue: Waiting[];
  underWay: readonly Waiting[];
  isBusy: boolean;
  /** Resolves when the queue is empty. */
  drained: Promise<void>;
  watch: NodeJS.Timeout | undefined;
}

const WATCH_EVERY_MS = 500;

/** An entry writer that can report when it is idle. */
export interface BatchWriter extends EntryWriter {
  /** Resolves when all queued messages are stored or rejected. */
  idle(): Promise<void>;
  /** The number of messages waiting to be stored. */
  waiting(): number;
}

/**
 * The batch writer: messages that arrive while one batch commits form the next batch, and an idle lane starts
 * immediately, so there is no timer and no added latency. A conversation always uses the same lane, which preserves
 * its order.
 */
export function makeBatchWriter(options: {
  connections: readonly BatchConnection[];
  emit: Emit;
  now: () => number;
  log: Log;
}): BatchWriter {
  const lanes: Lane[] = options.connections.map((connection) => ({
    connection,
    queue: [],
    underWay: [],
    isBusy: false,
    drained: Promise.resolve(),
    watch: undefined,
  }));
  // Sends whose batch had no result. If they were stored, nobody has been notified yet.
  const doubtful = new Set<string>();
  let waitingCount = 0;
  let waitingCharacters = 0;

  function count(waiting: readonly Waiting[], sign: 1 | -1): void {
    waitingCount += sign * waiting.length;
    for (const { message } of waiting) waitingCharacters += sign * message.content.length;
  }

  function write(message: NewMessage): Promise<Ack> {
    const lane = lanes[message.conversationId % lanes.length];
    if (
      !lane ||
      waitingCount >= bounds.queue.messagesWaiting ||
      waitingCharacters >= bounds.queue.messageCharactersWaiting
    ) {
      return Promise.reject(
        new DomainError('unavailable', 'Too many messages are waiting to be stored.', { retryMs: 1000 }),
      );
    }
    return new Promise<Ack>((resolve, reject) => {
      const waiting: Waiting = {
        message,
        digest: digestOf(message),
        resolve,
        reject,
        since: options.now(),
        attempts: 0,
      };
      count([waiting], 1);
      lane.queue.push(waiting);
      start(lane);
    });
  }

  function start(lane: Lane): void {
    if (lane.isBusy) return;
    lane.isBusy = true;
    watch(lane);
    // After all sockets that are readable now: their messages join this batch.
    lane.drained = new Promise((resolve) => setImmediate(() => void drain(lane).then(resolve)));
  }

  async function idle(): Promise<void> {
    await Promise.all(lanes.map((lane) => lane.drained));
  }

  async function drain(lane: Lane): Promise<void> {
    while (lane.queue.length > 0) {
      const batch = dequeueBatch(lane.queue);
      lane.underWay = batch;
      const again = await store(lane, batch);
      count(batch, -1);
      count(again, 1);
      lane.queue.unshift(...again);
      refuseOverdue(lane);
    }
    lane.underWay = [];
    lane.isBusy = false;
  }

  function watch(lane: Lane): void {
    lane.watch ??= setTimeout(() => {
      lane.watch = undefined;
      refuseOverdue(lane);
      if (lane.isBusy) watch(lane);
    }, WATCH_EVERY_MS).unref();
  }

  /** Messages in progress may be stored nevertheless; a retry with the same client id then finds them. */
  function refuseOverdue(lane: Lane): void {
    const overdue = lane.queue.filter(isOverdue);
    if (overdue.length > 0) {
      lane.queue.splice(0, Infinity, ...lane.queue.filter((waiting) => !isOverdue(waiting)));
      count(overdue, -1);
    }
    for (const { reject } of [...overdue, ...lane.underWay.filter(isOverdue)]) reject(unavailable());
  }

  function isOverdue({ since }: Waiting): boolean {
    return options.now() - since > bounds.queue.messageWaitMs;
  }

  /** Stores a batch and settles its rows; returns those to retry. */
  async function store(lane: Lane, batch: readonly Waiting[]): Promise<Waiting[]> {
    try {
      return settle(
        batch,
        await lane.connection.run('kith_batch', BATCH_SQL, valuesOf(batch, options.now())),
      );
    } catch (error) {
      return recover(lane, batch, error);
    }
  }

  /** One invalid row must not fail the others: after a row error, each row is retried alone. */
  async function recover(lane: Lane, batch: readonly Waiting[], error: unknown): Promise<Waiting[]> {
    const canRetry = isRowError(error);
    if (canRetry && batch.length > 1) {
      const again: Waiting[] = [];
      for (const waiting of batch) again.push(...(await store(lane, [waiting])));
      return again;
    }
    const [only] = batch;
    // A unique violation means that a duplicate was committed meanwhile; the next attempt sees it as a repeat.
    if (canRetry && only && ++only.attempts < bounds.database.batchAttempts) return [only];
    options.log.error({ err: error, rows: batch.length }, 'messages could not be stored');
    for (const waiting of batch) {
      rememberDoubt(waiting.message);
      waiting.reject(unavailable());
    }
    return [];
  }

  function rememberDoubt(message: NewMessage): void {
    if (message.clientId === undefined) return;
    doubtful.add(keyOf(message));
    for (const oldest of doubtful) {
      if (doubtful.size <= bounds.database.doubtfulMessages) break;
      doubtful.delete(oldest);
    }
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
    const wasDoubtful = doubtful.size > 0 && doubtful.delete(keyOf(message));
    try {
      const ack = ackOf(message, digest, row);
      if (row.verdict === 'stored' || wasDoubtful) options.emit(appendedBy(message, row, ack));
      resolve(ack);
    } catch (error) {
      reject(error as Error);
    }
  }

  return { write, idle, waiting: () => waitingCount };
}

/**
 * Stores one message within a transaction that holds the lock of its conversation, for changes that must be atomic
 * with it. Throws like `EntryWriter`.
 */
export async function storeMessage(tx: Ctx, message: NewMessage): Promise<Ack> {
  const digest = digestOf(message);
  const waiting = [{ message, digest }];
  const query = CompiledQuery.raw(BATCH_SQL, [...valuesOf(waiting, tx.now())]);
  const [row] = (await tx.db.executeQuery<BatchRow>(query)).rows;
  if (!row) throw new DomainError('not_found');
  if (row.verdict !== 'stored' && row.verdict !== 'repeat') throw refusalOf(row.verdict);
  const ack = ackOf(message, digest, row);
  if (row.verdict === 'stored') tx.emit(appendedBy(message, row, ack));
  return ack;
}

function refusalOf(verdict: Exclude<BatchRow['verdict'], 'stored' | 'repeat'>): DomainError {
  if (verdict === 'stale')
    return new DomainError('unavailable', 'The conversation changes too often.', { retryMs: 100 });
  // Sent to a stranger whom the caller has not answered yet: see `answerStranger`.
  if (verdict === 'unanswered') return new DomainError('not_friends', undefined, { isAnswer: true });
  if (verdict === 'stranger_links') return invalid('text', 'stranger_links');
  return new DomainError(verdict satisfies ErrorCode);
}

/** The position of a stored message. Throws `conflict` if its client id belongs to a different message. */
function ackOf(message: NewMessage, digest: number | null, row: BatchRow): Ack {
  const { seq, sent_at: sentAt } = row;
  if (seq === null || sentAt === null)
    throw new Error('The batch statement stored a row without a position.');
  const isSame = row.stored_digest === digest && row.stored_conversation_id === message.conversationId;
  if (row.verdict === 'repeat' && !isSame) throw new DomainError('conflict');
  return { id: messageId(message.conversationId, seq), seq, sentAt };
}

/** The event of a stored message. */
function appendedBy(message: NewMessage, row: BatchRow, { seq, sentAt }: Ack): DomainEvent {
  return {
    type: 'entry_appended',
    conversation: headOf(message, row),
    onlyFor: row.is_shadowed ? message.senderId : undefined,
    hiddenFrom: message.hiddenFrom,
    entry: {
      seq,
      kind: 'message',
      type: message.type,
      senderId: message.senderId,
      sentAt,
      content: message.content,
      clientId: message.clientId ?? null,
      replyTo: message.replyTo ?? null,
      gone: null,
      editedAt: null,
      alias: row.alias,
      isWithheld: row.is_withheld,
    },
  };
}

/**
 * Dequeues the next batch. Two sends with the same (sender, client id) never share a batch: the repeat waits and later
 * messages pass it, because the original determines its position.
 */
function dequeueBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  const repeats: Waiting[] = [];
  const clientIds = new Set<string>();
  let bytes = 0;
  let looked = 0;
  for (const waiting of queue) {
    const { message } = waiting;
    if (
      batch.length >= bounds.database.batchRows ||
      (batch.length > 0 && bytes + message.content.length > bounds.database.batchBytes)
    )
      break;
    looked++;
    const key = message.clientId === undefined ? undefined : keyOf(message);
    if (key !== undefined && clientIds.has(key)) {
      repeats.push(waiting);
      continue;
    }
    if (key !== undefined) clientIds.add(key);
    bytes += message.content.length;
    batch.push(waiting);
  }
  queue.splice(0, looked, ...repeats);
  return batch;
}

/** Identifies repeats of a send. */
function keyOf({ senderId, clientId }: NewMessage): string {
  return `${senderId}/${clientId}`;
}

function unavailable(): DomainError {
  return new DomainError('unavailable', undefined, { retryMs: 1000 });
}

function valuesOf(batch: readonly Pick<Waiting, 'message' | 'digest'>[], now: number): BatchValues {
  return [
    now,
    batch.map(({ message }) => message.tenantId),
    batch.map(({ message }) => message.conversationId),
    batch.map(({ message }) => message.senderId),
    batch.map(({ message }) => message.type),
    batch.map(({ message }) => message.content),
    batch.map(({ message }) => message.clientId ?? null),
    batch.map(({ digest }) => digest),
    batch.map(({ message }) => message.replyTo ?? null),
    batch.map(({ message }) => message.holdsLink ?? false),
  ];
}

/**
 * Distinguishes a different body from a repeat by the length and checksum of the parts that must match. It only guards
 * against mistakes of clients, so nothing stronger is needed.
 */
function digestOf(message: NewMessage): number | null {
  if (message.clientId === undefined) return null;
  const said = `${message.type}/${message.replyTo ?? ''}/${message.said ?? message.content}`;
  return said.length * 2 ** 32 + crc32(said);
}

function headOf(message: NewMessage, row: BatchRow): ConversationHead {
  return {
    tenantId: message.tenantId,
    id: message.conversationId,
    listId: listIdText(row.list_id),
    kind: row.kind,
    pair: row.low_id !== null && row.high_id !== null ? [row.low_id, row.high_id] : undefined,
    membersVersion: row.members_version,
  };
}

/** SQLSTATE classes 22 and 23 (data, constraint) and deadlocks: the connection works and nothing was stored. */
function isRowError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23') || code === '40P01';
}
