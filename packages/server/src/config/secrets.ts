import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import type { Env } from './env.js';

/** What must never be logged or sent. */
export interface Secrets {
  /** Signs tokens. */
  readonly tokenKey: Uint8Array;
  readonly tencentKey: string | undefined;
}

/** The secrets: from the environment, else random ones that are kept in the data folder with mode 0600. */
export async function loadSecrets(config: Config, env: Env): Promise<Secrets> {
  const text = env.KITH_TOKEN_SECRET || (await keptSecret(config.dataDir));
  if (text.length < 32)
    throw new Error('KITH_TOKEN_SECRET is too short: give at least 32 random characters.');
  return { tokenKey: new TextEncoder().encode(text), tencentKey: env.KITH_TENCENT_KEY || undefined };
}

async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'token-secret');
  await mkdir(dataDir, { recursive: true });
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found) return found.trim();
  // Two processes that start at once agree on one: link refuses to replace.
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, randomBytes(32).toString('hex'), { mode: 0o600 });
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return (await readFile(path, 'utf8')).trim();
}
