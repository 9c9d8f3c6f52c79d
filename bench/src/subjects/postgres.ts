import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { cpuOfFamily, freePort, launchKith, makeDataDir, stopChild } from '../process.js';

/** A PostgreSQL for other servers: Kith's embedded one, with the arguments with which Kith starts it. */
export interface Postgres {
  readonly port: number;
  /** The folder of its Unix socket, which Kith uses too; it also listens on 127.0.0.1. */
  readonly socketFolder: string;
  /** Creates an empty database and returns a connection to it; the user `kith` needs no password. */
  createDatabase(name: string): Promise<pg.Client>;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Lets Kith create a cluster and start it once, then starts the same program with the same arguments on a TCP port. */
export async function startPostgres(): Promise<Postgres> {
  const dataDir = await makeDataDir();
  const kith = await launchKith(dataDir, await freePort());
  const folder = join(dataDir, 'postgres');
  const [program, ...args] = readFileSync(`/proc/${postmasterOf(folder)}/cmdline`, 'utf8')
    .split('\0')
    .slice(0, -1);
  await stopChild(kith);
  const { uid, gid } = await stat(folder);
  const port = await freePort();
  const access = join(dataDir, 'pg_hba.conf');
  await writeFile(access, 'local all all trust\nhost all all 127.0.0.1/32 trust\n', { mode: 0o644 });
  const socketFolder = join(dataDir, 'socket');
  await mkdir(socketFolder);
  await chown(socketFolder, uid, gid);
  const own = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder,
    port: String(port),
    hba_file: access,
  };
  const child = spawn(
    program!,
    [...args, ...Object.entries(own).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    {
      ...(process.getuid?.() === 0 && { uid, gid }),
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
      stdio: 'ignore',
    },
  );
  const admin = await connectWhenReady(port);
  return {
    port,
    socketFolder,
    createDatabase: async (name) => {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.query(`create database ${name}`);
      await admin.query('checkpoint');
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'kith', database: name });
      // Dropping the database ends the connection.
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    cpuSeconds: () => cpuOfFamily(child.pid!),
    stop: async () => {
      await admin.end();
      await stopChild(child, 'SIGINT');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function connectWhenReady(port: number): Promise<pg.Client> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'kith', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}

/** The version and the settings that the command line or a file gave the database, for the report. */
export async function readSettings(db: pg.Client): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings
     where name = 'server_version' or name in ('fsync', 'synchronous_commit', 'full_page_writes')
       or source = 'command line' and name !~* 'socket|listen|port|log|file|directory|zone' order by name`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
