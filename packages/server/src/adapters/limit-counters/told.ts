import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { bounds } from '@kith/core/kernel';
import type { CounterSpec, MakeCounter } from './counter.js';

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
  // One after the other: a window must be there before the next line adds to it.
  let turn = Promise.resolve();
  lines.onLine((line) => {
    const told = parse(line);
    if (told) turn = turn.then(() => counters.get(told.name)?.hear(told));
  });
  return (spec) => {
    const counter = new ToldCounter(spec, lines);
    counters.set(spec.name, counter);
    return counter;
  };
}

class ToldCounter extends RateLimiterMemory {
  /** Points of a key that the other nodes do not know. */
  readonly #untold: LRUCache<string, number>;
  readonly #share: number;
  readonly #tell: (key: string, points: number, leftMs: number) => void;

  constructor({ name, points, seconds }: CounterSpec, lines: Lines) {
    super({ keyPrefix: name, points, duration: seconds });
    this.#share = points / bounds.limit.toldShare;
    this.#untold = new LRUCache({
      maxSize: bounds.limit.untoldKeys,
      sizeCalculation: () => 1,
      ttl: seconds * 1000,
    });
    this.#tell = (key, told, leftMs) => lines.send(`${name} ${told} ${Math.ceil(leftMs)} ${key}`);
  }

  override async consume(key: string, points = 1): Promise<RateLimiterRes> {
    try {
      const counted = await super.consume(key, points);
      this.#note(key, points, counted);
      return counted;
    } catch (refusal) {
      // Refused points count too, here as in every other counter.
      if (refusal instanceof RateLimiterRes) this.#note(key, points, refusal);
      throw refusal;
    }
  }

  #note(key: string, points: number, { isFirstInDuration, msBeforeNext }: RateLimiterRes): void {
    const untold = (isFirstInDuration ? 0 : (this.#untold.get(key) ?? 0)) + points;
    if (untold < this.#share) return void this.#untold.set(key, untold);
    this.#untold.delete(key);
    this.#tell(key, untold, msBeforeNext);
  }

  /** Adds what another node has counted; a window that starts here ends with the one there. */
  async hear({ key, points, leftMs }: Told): Promise<void> {
    if (await this.get(key)) await this.penalty(key, points);
    else await this.set(key, points, leftMs / 1000);
  }
}

/** The parts of a line; undefined for one of another version. */
function parse(line: string): Told | undefined {
  const [, name = '', points, leftMs, key = ''] = /^(\S+) (\d+) (\d+) (.+)$/.exec(line) ?? [];
  return name === '' ? undefined : { name, points: Number(points), leftMs: Number(leftMs), key };
}
