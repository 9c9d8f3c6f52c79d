import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { DomainError } from '@kith/core/kernel';
import type { BlobHandle, BlobStore, ByteRange } from '@kith/core/ports';
import { isBlobKey } from './blob-key.js';
import type { DiskSpace } from './disk-space.js';

// No put takes this long; an older unfinished file was left by a process that died.
const leftoverAgeMs = 3_600_000;
// The size of one read; it covers most pictures.
const readBytes = 256 * 1024;
/** A stream is written this far before the disk is asked again. */
const checkEveryBytes = 16 * 1024 * 1024;
/** The disk or this user's quota is full. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Stores blobs as files below `rootDir`, which several processes of one machine may share, and keeps `space` free on
 * the disk.
 */
export function makeFsBlobs(rootDir: string, space?: DiskSpace): BlobStore {
  const root = resolve(rootDir);
  // A key never begins with a dot, so no request can reach this folder. It must be on the same file system, or the
  // rename would not be atomic.
  const unfinished = join(root, '.unfinished');
  let sweptAt = -Infinity;

  async function put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const path = pathOf(key);
    if (!space) return write(path, content);
    const isWhole = content instanceof Uint8Array;
    await space.during(isWhole ? content.length : 0, async () => {
      if (!(await space.has(0))) throw new DomainError('not_stored');
      await write(path, isWhole ? content : checked(content, space)).catch((error: NodeJS.ErrnoException) => {
        throw FULL.has(error.code ?? '') ? new DomainError('not_stored') : error;
      });
    });
  }

  async function write(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    if (Date.now() - sweptAt > leftoverAgeMs) {
      sweptAt = Date.now();
      await sweep(unfinished);
    }
    const temporary = join(unfinished, randomUUID());
    try {
      await writeDurably(temporary, bytes);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolders(dirname(path));
  }

  async function openBlob(key: string): Promise<BlobHandle | undefined> {
    const path = pathOf(key);
    const stats = await stat(path).catch(undefinedWhenMissing);
    if (!stats?.isFile()) return undefined;
    const { size: sizeBytes, mtimeMs: modifiedAt } = stats;
    const whole = { start: 0, end: sizeBytes - 1 };
    return {
      sizeBytes,
      modifiedAt,
      read: (range = whole) => Readable.from(readSame({ key, path, stats }, range), { objectMode: false }),
    };
  }

  async function remove(key: string): Promise<void> {
    const path = pathOf(key);
    const stats = await stat(path).catch(undefinedWhenMissing);
    if (!stats?.isFile()) return;
    await unlink(path).catch(undefinedWhenMissing);
    await syncFolder(dirname(path));
  }

  async function move(from: string, to: string): Promise<boolean> {
    const [source, target] = [pathOf(from), pathOf(to)];
    const stats = await stat(source).catch(undefinedWhenMissing);
    if (!stats?.isFile()) return false;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const isMoved = await rename(source, target).then(() => true, undefinedWhenMissing);
    if (!isMoved) return false;
    await syncFolders(dirname(target));
    await syncFolder(dirname(source));
    return true;
  }

  function pathOf(key: string): string {
    if (!isBlobKey(key)) throw new Error(`Not a blob key: ${JSON.stringify(key)}`);
    return join(root, key);
  }

  /** From `folder` up to the root: any of them may be new, created here or by a concurrent put. */
  async function syncFolders(folder: string): Promise<void> {
    await syncFolder(folder);
    if (folder !== root) await syncFolders(dirname(folder));
  }

  const hasSpace = (bytes: number) => space?.has(bytes) ?? Promise.resolve(true);
  return { put, hasSpace, open: openBlob, remove, move };
}

/** Reads a range of a file. Throws if the file was replaced since. */
async function* readSame(
  { key, path, stats }: { key: string; path: string; stats: Stats },
  { start, end }: ByteRange,
): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const now = await file.stat();
    const isSame = now.ino === stats.ino && now.size === stats.size && now.mtimeMs === stats.mtimeMs;
    if (!isSame) throw new Error(`${key} was replaced before it was read`);
    for (let at = start; at <= end;) {
      const chunk = Buffer.allocUnsafe(Math.min(readBytes, end + 1 - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) throw new Error(`${key} has no byte ${at}`);
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** A stream that fails when the disk reaches its reserve. */
async function* checked(stream: AsyncIterable<Uint8Array>, space: DiskSpace): AsyncGenerator<Uint8Array> {
  let uncheckedBytes = 0;
  for await (const chunk of stream) {
    uncheckedBytes += chunk.length;
    if (uncheckedBytes > checkEveryBytes) {
      if (!(await space.has(0))) throw new DomainError('not_stored');
      uncheckedBytes = 0;
    }
    yield chunk;
  }
}

async function writeDurably(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeFile(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is durable only once its folder is synced. */
async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system journals names itself.
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes files left by dead processes, but none that another process may be writing. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(undefinedWhenMissing);
    if (stats && Date.now() - stats.mtimeMs > leftoverAgeMs) await rm(path, { force: true });
  }
}

function undefinedWhenMissing(error: NodeJS.ErrnoException): undefined {
  // ENOTDIR: a file exists where the key has a folder.
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
