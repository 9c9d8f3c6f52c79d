import { randomBytes } from 'node:crypto';
import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readTextFile } from './text-file.js';

/**
 * The random text in a file with mode 0600, which is created if it is missing. Processes that create it at the same time
 * agree on one text. Removes what a killed process has left beside it.
 */
export async function keepFile(path: string): Promise<string> {
  const found = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const text = found ?? (await create(path));
  await removeUnfinished(path);
  return text.trim();
}

async function create(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, randomBytes(32).toString('hex'), { mode: 0o600 });
  // Unlike a rename, a link does not replace a file. ENOENT: another process has created the file and removed ours.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
  });
  return readTextFile(path);
}

/** Once the file exists, nobody needs the others: a process that is about to link its own takes the existing one. */
async function removeUnfinished(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
      await rm(join(dirname(path), name), { force: true });
}
