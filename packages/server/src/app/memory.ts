import { LRUCache } from 'lru-cache';

/** Caches up to `most` answers (evicts the least recently used first), each for `ttlMs` if given. */
export type Memory<K extends {}, V extends {}> = LRUCache<K, V>;

/** Allocates as it fills: allocating for all entries up front took half of the startup time. */
export function makeMemory<K extends {}, V extends {}>(most: number, ttlMs?: number): Memory<K, V> {
  return new LRUCache({
    maxSize: most,
    sizeCalculation: () => 1,
    ...(ttlMs !== undefined && { ttl: ttlMs }),
  });
}
