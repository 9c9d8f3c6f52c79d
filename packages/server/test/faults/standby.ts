import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { eventually } from '../harness/eventually.js';

const INSTALLED = '/usr/lib/postgresql';

/** The programs of Debian's PostgreSQL; undefined if none is installed. Tests that need them are skipped then. */
export const postgresPrograms = (existsSync(INSTALLED) ? readdirSync(INSTALLED) : [])
  .map((version) => join(INSTALLED, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'pg_basebackup')));

/** A primary with a synchronous standby, behind one address, as operators run them. */
export interface Pair {
  /** For `DATABASE_URL`; leads to the primary, after `failOver` to the former standby. */
  readonly url: string;
  /** A connection to the current primary. */
  database(): Promise<pg.Client>;
  /** Kills the primary, promotes the standby, and moves the address there. */
  failOver(): Promise<void>;
}

const PRIMARY = 5501;
const STANDBY = 5502;

/** Starts a primary and a standby that confirms every commit; they end with the test. */
export async function startPair(): Promise<Pair> {
  const base = mkdtempSync(join(tmpdir(), 'kith-s-'));
  const account = serverAccount();
  if (account) chownSync(base, account.uid, account.gid);
  const running: ChildProcess[] = [];
  const address = await openAddress(() => join(base, `.s.PGSQL.${current}`));
  let current = PRIMARY;
  onTestFinished(async () => {
    address.close();
    for (const child of running.filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null)) {
      const ended = once(child, 'exit');
      child.kill('SIGQUIT');
      await ended;
    }
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });

  const program = (name: string, ...args: string[]): void =>
    void execFileSync(join(postgresPrograms!, name), args, { ...account, cwd: '/', stdio: 'pipe' });
  const connectTo = async (port: number, user = 'postgres', database = 'postgres'): Promise<pg.Client> => {
    const client = new pg.Client({ host: base, port, user, database });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  async function serve(name: string, port: number): Promise<void> {
    const options = { port, listen_addresses: '', unix_socket_directories: base, max_connections: 60 };
    const args = Object.entries(options).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    running.push(
      spawn(join(postgresPrograms!, 'postgres'), ['-D', join(base, name), ...args], {
        ...account,
        cwd: '/',
        stdio: 'ignore',
      }),
    );
    await eventually(
      'PostgreSQL answers',
      async () => {
        const client = await connectTo(port).catch(() => undefined);
        await client?.end();
        return client !== undefined;
      },
      20_000,
    );
  }

  program(
    'initdb',
    '-D',
    join(base, 'primary'),
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'trust',
    '-N',
  );
  await serve('primary', PRIMARY);
  const admin = await connectTo(PRIMARY);
  await admin.query('create role kith login');
  await admin.query('create database kith owner kith');
  mkdirSync(join(base, 'standby'), { mode: 0o700 });
  if (account) chownSync(join(base, 'standby'), account.uid, account.gid);
  program(
    'pg_basebackup',
    '-D',
    join(base, 'standby'),
    '-R',
    '--checkpoint=fast', // otherwise it waits for one that is spread over minutes
    '-h',
    base,
    '-p',
    String(PRIMARY),
    '-U',
    'postgres',
  );
  await serve('standby', STANDBY);
  await admin.query(`alter system set synchronous_standby_names = '*'`);
  await admin.query('select pg_reload_conf()');
  await eventually('the standby is synchronous', async () => {
    const { rows } = await admin.query<{ sync_state: string }>('select sync_state from pg_stat_replication');
    return rows[0]?.sync_state === 'sync';
  });
  await admin.end();

  return {
    url: `postgres://kith@127.0.0.1:${address.port}/kith`,
    database: () => connectTo(current, 'kith', 'kith'),
    failOver: async () => {
      running[0]!.kill('SIGKILL');
      await once(running[0]!, 'exit');
      address.cut(); // backends that outlive their postmaster end too
      const standby = await connectTo(STANDBY);
      await standby.query('select pg_promote()');
      await standby.end();
      current = STANDBY;
    },
  };
}

/** PostgreSQL does not run as root. */
function serverAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A port of loopback that leads to a socket file, which may change. */
async function openAddress(
  target: () => string,
): Promise<{ port: number; cut: () => void; close: () => void }> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(target());
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined); // `close` follows
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.pipe(database).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // it listens
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}
