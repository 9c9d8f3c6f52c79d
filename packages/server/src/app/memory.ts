import { LRUCache } from 'lru-cache';

/** Remembers as many answers as it may, the latest used ones, each for `ttlMs` where that is given. */
export type Memory<K extends {}, V extends {}> = LRUCache<K, V>;

/** Takes room for what it remembers, not beforehand for all that it may: that was half of a server's start. */
export function makeMemory<K extends {}, V extends {}>(most: number, ttlMs?: number): Memory<K, V> {
  return new LRUCache({
    maxSize: most,
    sizeCalculation: () => 1,
    ...(ttlMs !== undefined && { ttl: ttlMs }),
  });
}
