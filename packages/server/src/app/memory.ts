import { LRUCache } from 'lru-cache';

/** Caches up to `most` answers (least recently used ones go first), each for `ttlMs` if given. */
export type Memory<K extends {}, V extends {}> = LRUCache<K, V>;

/** Allocates as it fills: allocating for all entries up front took half of the server's start. */
export function makeMemory<K extends {}, V extends {}>(most: number, ttlMs?: number): Memory<K, V> {
  return new LRUCache({
    maxSize: most,
    sizeCalculation: () => 1,
    ...(ttlMs !== undefined && { ttl: ttlMs }),
  });
}
