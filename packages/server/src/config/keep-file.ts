import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readTextFile } from './text-file.js';

/**
 * The random text in a file with mode 0600, which is created if it is missing. Processes that create it at the same time
 * agree on one text.
 */
export async function keepFile(path: string): Promise<string> {
  const found = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (found !== undefined) return found.trim();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, randomBytes(32).toString('hex'), { mode: 0o600 });
  // Unlike a rename, a link does not replace a file.
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return (await readTextFile(path)).trim();
}
