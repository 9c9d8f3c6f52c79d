import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { cpuOfKith, freePort, launchKith, makeDataDir, memoryOf, stopChild } from '../process.js';
import { fillKith, seatKith } from './kith-rows.js';
import { readSettings } from './postgres.js';
import type { Subject } from './subject.js';

/** Kith as users start it, on a fresh data folder with its embedded database. */
export async function startKith(): Promise<Subject> {
  const dataDir = await makeDataDir();
  const port = await freePort();
  const child: ChildProcess = await launchKith(dataDir, port);
  const db = new pg.Client(await connectionOf(dataDir));
  await db.connect();
  // The database stops before this connection does.
  db.on('error', () => undefined);
  const secret = (await readFile(join(dataDir, 'token-secret'), 'utf8')).trim();
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    dialect: 'kith',
    seat: (rooms, size) => seatKith(db, { url, secret, rooms, size }),
    countStored: async () => {
      const { rows } = await db.query<{ count: number }>(
        `select count(*)::integer as count from entries where kind = 'message' and content like '%xxxxx%'`,
      );
      return rows[0]?.count;
    },
    rowsPerMessage: () => 1,
    fill: (rooms, count) => fillKith(db, rooms, count),
    cpuSeconds: () => cpuOfKith(child, dataDir),
    memoryBytes: () => memoryOf(child.pid),
    settings: await readSettings(db),
    stop: async () => {
      await db.end().catch(() => undefined);
      await stopChild(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** How to connect to the embedded database of a data folder, as its owner. */
export async function connectionOf(dataDir: string): Promise<pg.ClientConfig> {
  const folder = join(dataDir, 'postgres');
  const [, , , port, host] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  const password = (await readFile(join(folder, 'kith.password'), 'utf8')).trim();
  return { host: host!, port: Number(port), user: 'kith', password, database: 'kith' };
}
