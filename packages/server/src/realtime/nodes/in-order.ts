import { bounds, type Log } from '@kith/core/kernel';
import { makeMemory } from '../../app/memory.js';

/** What a stream belongs to: a conversation or an account. */
export interface StreamKey<Id extends number> {
  readonly id: Id;
}

/** Shows the items of streams that are numbered without gaps: each once and in order, whoever publishes them. */
export interface InOrder<Key, Item> {
  /** Shows an item in its turn. */
  take(key: Key, seq: number, item: Item): void;
  /** Notes that items up to `seq` exist, of which those after `after` may not have been shown. */
  note(key: Key, range: { after: number; upTo: number }): void;
  /** The number of streams with items that wait for their turn. */
  waiting(): number;
}

interface Stream<Key, Item> {
  readonly key: Key;
  /** The last number that was shown; undefined until it is known. */
  shown: number | undefined;
  /** The highest number that exists. */
  upTo: number;
  /** Items that wait for their predecessors; most streams have none. */
  early: Map<number, Item> | undefined;
  timer: NodeJS.Timeout | undefined;
  /** Whether the database is asked; items wait meanwhile. */
  isBusy: boolean;
}

/** What the order needs from outside. */
export interface InOrderDeps<Key, Item> {
  readonly log: Log;
  readonly earlyForMs: number;
  show(item: Item): void;
  /** Whether anybody at this node may see the item. */
  isAwaited(item: Item): boolean;
  /** The last number before `seq` that needs no waiting, of a stream that this node has not heard of. */
  findStart(key: Key, seq: number): Promise<number>;
  /** Shows everything after a number; resolves to the last number that exists. */
  showMissed(key: Key, after: number): Promise<number>;
}

/**
 * Remembers the last number shown of each stream. An item that arrives before its predecessor waits for it at most
 * `earlyForMs`; then `showMissed` reads the missing ones from the database.
 */
export function makeInOrder<Key extends StreamKey<number>, Item>(
  deps: InOrderDeps<Key, Item>,
): InOrder<Key, Item> {
  return new Streams(deps);
}

class Streams<Key extends StreamKey<number>, Item> implements InOrder<Key, Item> {
  readonly #streams = makeMemory<number, Stream<Key, Item>>(bounds.bus.rememberedStreams);
  readonly #waiting = new Set<Stream<Key, Item>>();
  readonly #deps: InOrderDeps<Key, Item>;

  constructor(deps: InOrderDeps<Key, Item>) {
    this.#deps = deps;
  }

  take(key: Key, seq: number, item: Item): void {
    let stream = this.#streams.get(key.id);
    if (!stream) {
      const isStart = seq === 1 || !this.#deps.isAwaited(item);
      stream = this.#add(key, isStart ? seq - 1 : undefined);
      if (!isStart) void this.#findStart(stream, seq);
    }
    if (stream.shown !== undefined && seq <= stream.shown) return;
    stream.upTo = Math.max(stream.upTo, seq);
    if (!stream.isBusy && seq === (stream.shown ?? NaN) + 1) {
      stream.shown = seq;
      this.#deps.show(item);
      if (stream.upTo > seq) this.#advance(stream);
      else if (stream.timer) this.#settle(stream);
      return;
    }
    stream.early ??= new Map();
    if (stream.early.size < bounds.bus.earlyEntries) stream.early.set(seq, item);
    this.#advance(stream);
  }

  note(key: Key, { after, upTo }: { after: number; upTo: number }): void {
    const stream = this.#streams.get(key.id) ?? this.#add(key, after);
    stream.upTo = Math.max(stream.upTo, upTo);
    this.#advance(stream);
  }

  waiting(): number {
    return this.#waiting.size;
  }

  #add(key: Key, shown: number | undefined): Stream<Key, Item> {
    const stream = { key, shown, upTo: shown ?? 0, early: undefined, timer: undefined, isBusy: false };
    this.#streams.set(key.id, stream);
    return stream;
  }

  /** Shows what is next, and waits for what is missing before the rest. */
  #advance(stream: Stream<Key, Item>): void {
    if (stream.isBusy || stream.shown === undefined) return;
    for (let next: Item | undefined; (next = stream.early?.get(stream.shown + 1)) !== undefined;) {
      stream.early?.delete(++stream.shown);
      this.#deps.show(next);
    }
    if (stream.upTo <= stream.shown) return this.#settle(stream);
    this.#waiting.add(stream);
    stream.timer ??= setTimeout(() => {
      stream.timer = undefined;
      void this.#fill(stream);
    }, this.#deps.earlyForMs).unref();
  }

  #settle(stream: Stream<Key, Item>): void {
    clearTimeout(stream.timer);
    stream.timer = undefined;
    stream.early = undefined;
    this.#waiting.delete(stream);
  }

  async #findStart(stream: Stream<Key, Item>, seq: number): Promise<void> {
    stream.isBusy = true;
    this.#waiting.add(stream);
    let start = seq - 1;
    try {
      start = Math.min(await this.#deps.findStart(stream.key, seq), start);
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'the start of a stream could not be read');
    }
    this.#resume(stream, start);
  }

  async #fill(stream: Stream<Key, Item>): Promise<void> {
    if (stream.isBusy || stream.shown === undefined) return;
    stream.isBusy = true;
    const { shown, upTo } = stream;
    try {
      const last = await this.#deps.showMissed(stream.key, shown);
      // What does not exist in the database is not waited for again.
      this.#resume(stream, Math.max(upTo, last));
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'missed entries could not be shown; trying again');
      setTimeout(() => {
        stream.isBusy = false;
        void this.#fill(stream);
      }, bounds.bus.askEveryMs).unref();
    }
  }

  #resume(stream: Stream<Key, Item>, shown: number): void {
    stream.isBusy = false;
    stream.shown = shown;
    for (const seq of stream.early?.keys() ?? []) if (seq <= shown) stream.early?.delete(seq);
    this.#advance(stream);
  }
}
