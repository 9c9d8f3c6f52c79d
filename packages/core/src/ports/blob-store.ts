import type { Readable } from 'node:stream';

/**
 * Stores files by key. A key consists of one or more segments separated by slashes (`photo/user/12/300.jpg`): letters,
 * digits, `.`, `_` and `-`, without a leading dot. Other keys throw an `Error`, so a key built from user input cannot
 * leave the store. No key may be a folder of another key.
 */
export interface BlobStore {
  /**
   * Stores the bytes and replaces an existing value. Atomic: readers see the old value or none until they see the
   * whole new one, even if the process dies. Durable when it resolves. Of concurrent puts of one key, one wins
   * entirely. A stream is written as it is read, and an error of it stores nothing. Throws `not_stored` if the disk is
   * full.
   */
  put(key: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Whether `sizeBytes` more bytes fit on the disk, above its reserve. A `put` that does not fit throws. */
  hasSpace(sizeBytes: number): Promise<boolean>;
  /** Returns a handle, or undefined if the file does not exist. A handle keeps nothing open and needs no closing. */
  open(key: string): Promise<BlobHandle | undefined>;
  /** Deletes a file; no error if it does not exist. Durable when it resolves. */
  remove(key: string): Promise<void>;
  /**
   * Renames a file and replaces an existing value of `to`. Returns false and changes nothing if `from` does not exist.
   */
  move(from: string, to: string): Promise<boolean>;
}

/** One value of a key, as of its opening. */
export interface BlobHandle {
  readonly sizeBytes: number;
  /** Milliseconds since 1970, possibly with a fraction; another value of the key has a different time or size. */
  readonly modifiedAt: number;
  /**
   * Streams all bytes, or `start` to `end`, both included. If the key's value has changed or was deleted since, the
   * stream fails or returns the old bytes, never the new ones.
   */
  read(range?: ByteRange): Readable;
}

/** Both ends are inclusive, as in HTTP, and lie within the file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}
