import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { placeCluster, runAs } from '../../src/adapters/postgres/embedded-cluster.js';
import { freePort } from './free-port.js';

/** A database that tests use, until `stop`. */
export interface TestPostgres {
  readonly connection: { host: string; port: number; user: string; password: string; database: string };
  stop(): Promise<void>;
}

const START_MS = 30_000;

/**
 * Starts a new cluster of a PostgreSQL that Debian's packages have installed, as an operator would have it beside Kith:
 * reached by TCP, with the default settings of that version. Root runs it as the user `postgres` or `nobody`.
 */
export async function startInstalledPostgres(version: string, dataDir: string): Promise<TestPostgres> {
  const programs = `/usr/lib/postgresql/${version}/bin`;
  const { folder, account } = await placeCluster(dataDir);
  const options = { ...runAs(account), cwd: '/' };
  const give = (path: string) => (account ? chown(path, account.uid, account.gid) : undefined);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(dataDir, 'password');
  await mkdir(folder, { mode: 0o700 });
  await give(folder);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await give(passwordFile);
  const template = ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'];
  const access = ['-U', 'kith', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await promisify(execFile)(join(programs, 'initdb'), ['-D', folder, ...template, ...access], options);
  const connection = { host: '127.0.0.1', port: await freePort(), user: 'kith', password };
  const log = await open(join(dataDir, 'postgres.log'), 'a');
  const settings = { listen_addresses: connection.host, port: connection.port, unix_socket_directories: '' };
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...options, stdio: ['ignore', log.fd, log.fd] },
  );
  await log.close();
  const ended = once(server, 'exit');
  const isOver = () => server.exitCode !== null || server.signalCode !== null;
  await createDatabase(connection, isOver);
  return {
    connection: { ...connection, database: 'kith' },
    async stop() {
      server.kill('SIGINT'); // ends sessions and saves
      await ended;
    },
  };
}

/** Creates the database `kith` as soon as the server accepts connections. */
async function createDatabase(connection: pg.ClientConfig, isOver: () => boolean): Promise<void> {
  for (const deadline = performance.now() + START_MS; ; await sleep(20)) {
    const client = new pg.Client({ ...connection, database: 'postgres' });
    client.on('error', () => undefined); // the attempt reports it
    try {
      await client.connect();
      await client.query('create database kith');
      return;
    } catch (error) {
      if (isOver() || performance.now() > deadline) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
