import type { Readable } from 'node:stream';

/**
 * Keeps files by key. A key is one or more safe segments with slashes between them
 * (`photo/user/12/300.jpg`): letters, digits, `.`, `_` and `-`, no leading dot. Anything else is
 * refused with an `Error`, so a key that was built from a stranger's words cannot leave the store.
 * No key may be a folder of another key.
 */
export interface BlobStore {
  /**
   * Stores the bytes, in place of what was there. Atomic: a reader finds the old value, or nothing,
   * until it finds the whole new one, also when the process dies in the middle. Durable before it
   * resolves. Of several puts of one key, one wins whole. Throws `not_stored` when the disk is full.
   */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Whether so many more bytes fit on the disk, above its reserve. A `put` that does not fit throws. */
  hasSpace(sizeBytes: number): Promise<boolean>;
  /** Finds a file, or `undefined`. The handle holds nothing open and needs no closing. */
  open(key: string): Promise<BlobHandle | undefined>;
  /** Removes a file; no error when it is not there. Durable before it resolves. */
  remove(key: string): Promise<void>;
  /** Renames a file, in place of what was at `to`. False, and nothing changed, when `from` is not there. */
  move(from: string, to: string): Promise<boolean>;
}

/** One value of a key, as it was when it was opened. */
export interface BlobHandle {
  readonly sizeBytes: number;
  /** Milliseconds since 1970, possibly with a fraction; another value of the key has another one or another size. */
  readonly modifiedAt: number;
  /**
   * Streams the bytes, or those from `start` to `end`, both included. When the key has got another
   * value, or none, since it was opened, the stream fails or still gives the old bytes, never the new.
   */
  read(range?: ByteRange): Readable;
}

/** Both ends are included, as in HTTP, and lie within the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}
