import { statfs as statFileSystem } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The blocks of a file system, and those available to us. */
export interface FileSystemFacts {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
}

export interface DiskSpace {
  /** Whether `bytes` more would leave the reserve free, counting the writes in progress. */
  has(bytes: number): Promise<boolean>;
  /** Runs `write`, counted as `bytes` while it is in progress. */
  during<R>(bytes: number, write: () => Promise<R>): Promise<R>;
}

const GB = 1024 ** 3;

/** 5 % of the disk, at least 1 GB, but at most a quarter. */
export function defaultReserve(totalBytes: number): number {
  return Math.min(Math.max(totalBytes * 0.05, GB), totalBytes / 4);
}

/**
 * Keeps a part of the disk free for the database and the log when uploads have filled the rest. `reserveBytes` defaults
 * to `defaultReserve`.
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

  /** Uses the nearest existing parent: the folder may not exist yet. */
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
