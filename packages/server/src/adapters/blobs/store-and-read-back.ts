import { randomBytes } from 'node:crypto';
import type { BlobStore } from '@kith/core/ports';

/** Stores a small file, reads it and removes it; returns whether it was read as written. */
export async function storeAndReadBack(blobs: BlobStore): Promise<boolean> {
  const key = `doctor-${randomBytes(8).toString('hex')}.txt`;
  const written = randomBytes(1024);
  try {
    await blobs.put(key, written);
    const read = (await (await blobs.open(key))?.read().toArray()) as Buffer[] | undefined; // a stream of bytes
    return read !== undefined && Buffer.concat(read).equals(written);
  } finally {
    await blobs.remove(key).catch(() => undefined);
  }
}
