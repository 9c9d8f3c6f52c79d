import { statfs as statFileSystem } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What is asked of a file system: its blocks, and those that are free for us. */
export interface FileSystemFacts {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
}

export interface DiskSpace {
  /** Whether so many bytes more leave the reserve free, beside what is being written at this moment. */
  has(bytes: number): Promise<boolean>;
  /** Runs `write` as a write of so many bytes. */
  during<R>(bytes: number, write: () => Promise<R>): Promise<R>;
}

const GB = 1024 ** 3;

/** Of a disk: 5 %, at least 1 GB, but never more than a quarter. */
export function defaultReserve(totalBytes: number): number {
  return Math.min(Math.max(totalBytes * 0.05, GB), totalBytes / 4);
}

/**
 * Keeps a part of the disk free, of which the database and the log live when uploads have filled the rest. `reserveBytes`
 * undefined stands for `defaultReserve`.
 */
export function makeDiskSpace(
  folder: string,
  reserveBytes: number | undefined,
  statfs: (path: string) => Promise<FileSystemFacts> = statFileSystem,
): DiskSpace {
  let beingWritten = 0;

  async function has(bytes: number): Promise<boolean> {
    const { bsize, blocks, bavail } = await factsOf(folder);
    const reserve = reserveBytes ?? defaultReserve(blocks * bsize);
    return bavail * bsize - beingWritten - bytes >= reserve;
  }

  /** The folder may not be there yet. */
  async function factsOf(path: string): Promise<FileSystemFacts> {
    return statfs(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' || path === dirname(path)) throw error;
      return factsOf(dirname(path));
    });
  }

  return {
    has,
    during: async (bytes, write) => {
      beingWritten += bytes;
      try {
        return await write();
      } finally {
        beingWritten -= bytes;
      }
    },
  };
}
