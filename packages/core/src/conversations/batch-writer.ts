import { CompiledQuery } from 'kysely';
import { bounds, DomainError, type ConversationId, type Tx } from '../kernel/index.js';
import type { Ack, EntryWriter, NewMessage } from '../ports/index.js';
import { BATCH_SQL, type BatchRow } from './batch-store.js';
import { makeBatchQueue } from './batch-queue.js';
import { ackOf, appendedBy, digestOf, refusalOf, storedBy, valuesOf } from './batch-rows.js';
import { makeStoreBatch, type BatchConnection, type StoreBatchDeps, type Waiting } from './settle-batch.js';

interface Lane {
  readonly connection: BatchConnection;
  underWay: readonly Waiting[];
  isBusy: boolean;
  /** Resolves when it is idle. */
  drained: Promise<void>;
}

/** An entry writer that can report when it is idle. */
export interface BatchWriter extends EntryWriter {
  /** Resolves when all queued messages are stored or rejected. */
  idle(): Promise<void>;
  /** The number of messages waiting to be stored. */
  waiting(): number;
}

/**
 * The batch writer: messages that arrive while one batch commits form the next batch, and an idle writer starts
 * immediately, so there is no timer and no added latency. While few messages wait, one lane does all the work, because
 * one batch costs less than two. A conversation is in one lane at a time, which preserves its order.
 */
export function makeBatchWriter(
  options: StoreBatchDeps & { readonly connections: readonly BatchConnection[] },
): BatchWriter {
  const lanes: Lane[] = options.connections.map((connection) => ({
    connection,
    underWay: [],
    isBusy: false,
    drained: Promise.resolve(),
  }));
  const queue = makeBatchQueue(options.now);
  /** The conversations of the messages under way. */
  const held = new Set<ConversationId>();
  /** Whether the waiting messages are of held conversations only. */
  let isHeldUp = false;
  let watching: NodeJS.Timeout | undefined;
  const storeBatch = makeStoreBatch(options);

  function write(message: NewMessage): Promise<Ack> {
    if (queue.isFull()) {
      return Promise.reject(
        new DomainError('unavailable', 'Too many messages are waiting to be stored.', { retryMs: 1000 }),
      );
    }
    return new Promise<Ack>((resolve, reject) => {
      queue.add({ message, digest: digestOf(message), resolve, reject, since: options.now(), attempts: 0 });
      if (!lanes.some(isBusy) || (areMany() && !isHeldUp)) start();
    });
  }

  function areMany(): boolean {
    return queue.waiting() >= bounds.database.rowsForAnotherLane;
  }

  /** Whether waiting for the busy lanes takes too long. */
  function areLate(): boolean {
    return queue.isLate(bounds.database.laneWaitMs);
  }

  /** Starts an idle lane, if there is one. */
  function start(): void {
    const lane = lanes.find((one) => !one.isBusy);
    if (!lane) return;
    lane.isBusy = true;
    lane.drained = drain(lane);
    watch();
  }

  async function drain(lane: Lane): Promise<void> {
    do {
      // After all sockets that are readable now: their messages join this batch.
      if (!areMany()) await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = queue.take(held);
      isHeldUp = batch.length === 0;
      if (!isHeldUp) await storeOn(lane, batch);
    } while (
      !isHeldUp &&
      queue.waiting() > 0 &&
      (areMany() || areLate() || lanes.filter(isBusy).length === 1)
    );
    lane.isBusy = false;
  }

  async function storeOn(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    lane.underWay = batch;
    for (const { message } of batch) held.add(message.conversationId);
    const again = await storeBatch(lane.connection, batch);
    for (const { message } of batch) held.delete(message.conversationId);
    lane.underWay = [];
    isHeldUp = false;
    queue.finish(batch, again);
    refuseOverdue();
  }

  /** While a lane is busy: refuses overdue messages, and starts another lane if the busy ones take too long. */
  function watch(): void {
    watching ??= setTimeout(() => {
      watching = undefined;
      refuseOverdue();
      if (areLate()) start();
      if (lanes.some(isBusy)) watch();
    }, bounds.database.laneWaitMs).unref();
  }

  function refuseOverdue(): void {
    queue.refuseOverdue(lanes.map(({ underWay }) => underWay));
  }

  async function idle(): Promise<void> {
    while (lanes.some(isBusy)) await Promise.all(lanes.map(({ drained }) => drained));
  }

  return { write, idle, waiting: queue.size };
}

function isBusy(lane: Lane): boolean {
  return lane.isBusy;
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
