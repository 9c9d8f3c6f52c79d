import { once } from 'node:events';
import { addAbortSignal, Readable } from 'node:stream';
import type { ZipFile } from 'yazl';
import type { Archiver, ArchiveEntry } from '@kith/core/ports';

/** Packs archives with yazl, one entry at a time. */
export const archiver: Archiver = {
  pack: async function* (entries) {
    // Loaded with the first archive.
    const { default: yazl } = await import('yazl');
    const archive = new yazl.ZipFile();
    // The types say only that it can be read.
    const output = archive.outputStream as Readable;
    const fail = (error: unknown): void => void output.destroy(error as Error);
    archive.on('error', fail);
    const abandoned = new AbortController();
    void fill(archive, entries, abandoned.signal).catch(fail);
    try {
      for await (const chunk of output) yield chunk as Uint8Array;
    } finally {
      abandoned.abort();
    }
  },
};

async function fill(
  archive: ZipFile,
  entries: AsyncIterable<ArchiveEntry>,
  abandoned: AbortSignal,
): Promise<void> {
  for await (const { name, isCompressible, content } of entries) {
    const stream = addAbortSignal(abandoned, Readable.from(content, { objectMode: false }));
    archive.addReadStream(stream, name, { compress: isCompressible });
    // The archive reads it no faster than its own reader. Rejects if the entry fails.
    await once(stream, 'end');
  }
  archive.end();
}
