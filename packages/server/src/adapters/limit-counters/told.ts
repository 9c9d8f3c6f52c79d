import { LRUCache } from 'lru-cache';
import { bounds } from '@kith/core/kernel';
import type { CounterSpec, MakeCounter, Refusal } from './counter.js';
import { MemoryCounter } from './memory.js';

/** Short lines between nodes, which may be lost. */
export interface Lines {
  send(line: string): void;
  onLine(receive: (line: string) => void): void;
}

/** A line: the points that a node has counted for a key, and the rest of its window. */
interface Told {
  readonly name: string;
  readonly points: number;
  readonly leftMs: number;
  readonly key: string;
}

/**
 * Counts in the memory of each node, and tells the others whenever a key has used an eighth of its limit. Nothing waits
 * for a round trip, and almost no key is ever told. What all nodes together let through exceeds the limit by less than
 * an eighth for each further node, and by what is under way.
 */
export function makeToldCounters(lines: Lines): MakeCounter {
  const counters = new Map<string, ToldCounter>();
  lines.onLine((line) => {
    const told = parse(line);
    if (told) counters.get(told.name)?.hear(told);
  });
  return (spec) => {
    const counter = new ToldCounter(spec, lines);
    counters.set(spec.name, counter);
    return counter;
  };
}

class ToldCounter extends MemoryCounter {
  /** Points of a key that the other nodes do not know. */
  readonly #untold: LRUCache<string, number>;
  readonly #share: number;
  readonly #tell: (key: string, points: number, endsAt: number) => void;

  constructor({ name, points, seconds }: CounterSpec, lines: Lines) {
    super(points, seconds);
    this.#share = points / bounds.limit.toldShare;
    this.#untold = new LRUCache({
      maxSize: bounds.limit.untoldKeys,
      sizeCalculation: () => 1,
      ttl: seconds * 1000,
    });
    this.#tell = (key, told, endsAt) =>
      lines.send(`${name} ${told} ${Math.max(0, Math.ceil(endsAt - performance.now()))} ${key}`);
  }

  /** Refused points count too, here as in every other counter. */
  override take(key: string, points: number): Refusal | undefined {
    const window = this.add(key, points);
    const isNew = window.taken === points;
    const untold = (isNew ? 0 : (this.#untold.get(key) ?? 0)) + points;
    if (untold < this.#share) this.#untold.set(key, untold);
    else {
      this.#untold.delete(key);
      this.#tell(key, untold, window.endsAt);
    }
    return this.refusalOf(window);
  }

  /** Adds what another node has counted; a window that starts here ends with the one there. */
  hear({ key, points, leftMs }: Told): void {
    this.add(key, points, leftMs);
  }
}

/** The parts of a line; undefined for one of another version. */
function parse(line: string): Told | undefined {
  const [, name = '', points, leftMs, key = ''] = /^(\S+) (\d+) (\d+) (.+)$/.exec(line) ?? [];
  return name === '' ? undefined : { name, points: Number(points), leftMs: Number(leftMs), key };
}
