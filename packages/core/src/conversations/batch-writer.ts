import { CompiledQuery } from 'kysely';
import { bounds, DomainError, type Emit, type Log, type Tx } from '../kernel/index.js';
import type { Ack, EntryWriter, NewMessage } from '../ports/index.js';
import { BATCH_SQL, type BatchRow } from './batch-store.js';
import { ackOf, appendedBy, digestOf, keyOf, refusalOf, storedBy, valuesOf } from './batch-rows.js';
import { makeStoreBatch, unavailable, type BatchConnection, type Waiting } from './settle-batch.js';

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
  const storeBatch = makeStoreBatch(options);
  const backlog = makeBacklog();

  function write(message: NewMessage): Promise<Ack> {
    const lane = lanes[message.conversationId % lanes.length];
    if (!lane || backlog.isFull()) {
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
      backlog.count([waiting], 1);
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
      const again = await storeBatch(lane.connection, batch);
      backlog.count(batch, -1);
      backlog.count(again, 1);
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
      backlog.count(overdue, -1);
    }
    for (const { reject } of [...overdue, ...lane.underWay.filter(isOverdue)]) reject(unavailable());
  }

  function isOverdue({ since }: Waiting): boolean {
    return options.now() - since > bounds.queue.messageWaitMs;
  }

  return { write, idle, waiting: backlog.size };
}

/** Counts the waiting messages, so that their number and their size stay bounded. */
function makeBacklog() {
  let size = 0;
  let characters = 0;
  return {
    count: (waiting: readonly Waiting[], sign: 1 | -1): void => {
      size += sign * waiting.length;
      for (const { message } of waiting) characters += sign * message.content.length;
    },
    isFull: () => size >= bounds.queue.messagesWaiting || characters >= bounds.queue.messageCharactersWaiting,
    size: () => size,
  };
}

/** Stores one message in a locked conversation, for changes that must be atomic with it. Throws like `EntryWriter`. */
export async function storeMessage(tx: Tx, message: NewMessage): Promise<Ack> {
  const digest = digestOf(message);
  const waiting = [{ message, digest }];
  const query = CompiledQuery.raw(BATCH_SQL, [...valuesOf(waiting, tx.now())]);
  const [row] = (await tx.db.executeQuery<BatchRow>(query)).rows;
  if (!row) throw new DomainError('not_found');
  if (row.verdict !== 'stored' && row.verdict !== 'repeat') throw refusalOf(row.verdict);
  const ack = ackOf(message, digest, row);
  if (row.verdict === 'stored') tx.emit(appendedBy(message, storedBy(message, row), ack));
  return ack;
}

/**
 * Dequeues the next batch. Two sends with the same (sender, client id) never share a batch: the repeat waits and later
 * messages pass it, because the original determines its position.
 */
function dequeueBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  const repeats: Waiting[] = [];
  const clientIds = new Set<string>();
  let characters = 0;
  let looked = 0;
  for (const waiting of queue) {
    const { message } = waiting;
    if (
      batch.length >= bounds.database.batchRows ||
      (batch.length > 0 && characters + message.content.length > bounds.database.batchCharacters)
    )
      break;
    looked++;
    const key = message.clientId === undefined ? undefined : keyOf(message);
    if (key !== undefined && clientIds.has(key)) {
      repeats.push(waiting);
      continue;
    }
    if (key !== undefined) clientIds.add(key);
    characters += message.content.length;
    batch.push(waiting);
  }
  queue.splice(0, looked, ...repeats);
  return batch;
}
