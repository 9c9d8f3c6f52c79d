/** A file in an archive. */
export interface ArchiveEntry {
  /** A relative path with slashes, `messages/1.json`. */
  readonly name: string;
  /** Whether to compress it; pictures, sound and video already are. */
  readonly isCompressible: boolean;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Packs files into a ZIP archive, one after the other, in bounded memory however large they are. */
export interface Archiver {
  /**
   * The bytes of the archive. Reads the next entry when the previous one is packed, and no faster than its reader. Fails
   * if an entry fails.
   */
  pack(entries: AsyncIterable<ArchiveEntry>): AsyncIterable<Uint8Array>;
}
