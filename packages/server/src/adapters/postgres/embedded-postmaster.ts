import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chown, link, lstat, mkdir, open, readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, runAs, type Account, type Binaries, type Cluster } from './embedded-cluster.js';

/** Where a postmaster listens: a socket folder, or on Windows 127.0.0.1. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A running postmaster, started by this or another process. */
export interface Postmaster extends Endpoint {
  readonly pid: number;
}

/** One attempt to start a postmaster. */
export interface Attempt {
  /** Its output once it has ended; `undefined` while it runs. */
  failure(): string | undefined;
}

const LOG_LIMIT_BYTES = 5_000_000;

const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1', // solid-state disks
  jit: 'off', // short queries: compiling costs more than it saves
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.05', // messages are append-only; index-only scans need the visibility map
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // User text must not reach the log: neither statements nor "Key (…)=(…)" details.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Chooses where a new postmaster will listen. Only the cluster's owner and root can enter the socket's folder. */
export async function chooseEndpoint({ folder, account }: Cluster): Promise<Endpoint> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await findFreePort() };
  const host = socketFolderOf(folder);
  if (host !== folder) await makePrivateFolder(host, account);
  return { host, port: 5432 };
}

/** Starts a postmaster and returns at once, before it accepts connections. */
export async function spawnPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  endpoint: Endpoint,
  logFile: string,
  settings: Readonly<Record<string, string>>,
): Promise<Attempt> {
  const all = { ...SETTINGS, ...listenOn(endpoint), ...settings };
  const log = await openLog(logFile, cluster.account);
  try {
    const { size } = await log.stat();
    // A separate process group: Ctrl-C in the terminal is meant for Kith, which then shuts the database down cleanly.
    const child = spawn(
      binaries.postgres,
      ['-D', cluster.folder, ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      {
        ...runAs(cluster.account),
        cwd: '/',
        detached: true,
        windowsHide: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    child.unref();
    await once(child, 'spawn');
    return {
      failure: () => ((child.exitCode ?? child.signalCode) === null ? undefined : readTail(logFile, size)),
    };
  } finally {
    await log.close();
  }
}

/** The postmaster that currently serves the cluster. A stale lock file counts as none, even if its pid was reused. */
export async function findPostmaster({ folder }: Cluster): Promise<Postmaster | undefined> {
  const file = join(folder, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  const [pid = '', , , port = '', socketFolder = '', address = ''] = text?.split('\n') ?? [];
  if (await isPostmaster(Number(pid), folder))
    return { pid: Number(pid), port: Number(port), host: socketFolder || address };
  if (text && isAlive(Number(pid))) {
    // Otherwise PostgreSQL would not start: it mistakes any process of the same user with that pid for a postmaster.
    await setAside(file, text);
    await setAside(join(socketFolderOf(folder), `.s.PGSQL.${port}.lock`), text);
  }
  return undefined;
}

/** Whether this process runs the cluster: after a reboot or in a container, the pid alone proves nothing. */
export async function isPostmaster(pid: number, folder: string): Promise<boolean> {
  if (!(pid > 0) || !isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  try {
    if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`)) === folder;
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout.includes(
      `-D ${folder} `,
    );
  } catch {
    return false; // gone meanwhile, or a zombie
  }
}

/** Stops a postmaster: `fast` disconnects its clients and saves, `immediate` leaves the rest to recovery. */
export function signalPostmaster(pid: number, how: 'fast' | 'immediate', binaries: Binaries): void {
  const signal = how === 'fast' ? 'SIGINT' : 'SIGQUIT';
  if (process.platform === 'win32')
    spawnSync(binaries.pgCtl, ['kill', signal.slice(3), String(pid)], { windowsHide: true });
  else if (isAlive(pid)) process.kill(pid, signal);
}

/** The cluster's folder, or a short replacement: the path of a socket is limited to about a hundred bytes. */
function socketFolderOf(cluster: string): string {
  const name = `kith-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;
  return [cluster, join(tmpdir(), name)].find(fitsSocket) ?? join('/tmp', name);
}

function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= 100; // 103 on macOS, 107 on Linux
}

async function makePrivateFolder(folder: string, account: Account | undefined): Promise<void> {
  const uid = account?.uid ?? process.getuid?.();
  try {
    await mkdir(folder, { mode: 0o700 });
    if (account) await chown(folder, account.uid, account.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${folder} should be a private folder of user ${uid} for the database socket, and is not. Remove it.`,
    );
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  server.close();
  return port;
}

function listenOn({ host, port }: Endpoint): Record<string, string> {
  if (process.platform === 'win32') return { listen_addresses: host, port: String(port) };
  return {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: `"${host.replaceAll('"', '""')}"`, // a list: quotes protect commas
    unix_socket_permissions: '0700',
  };
}

async function openLog(file: string, account: Account | undefined) {
  const found = await stat(file).catch(() => undefined);
  if (found && found.size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
  const handle = await open(file, 'a', 0o600);
  if (account) await handle.chown(account.uid, account.gid); // its user must be able to write to it without root
  return handle;
}

function readTail(logFile: string, from: number): string {
  return readFileSync(logFile).subarray(from).toString().trim();
}

/** Removes a lock file that names the same process as `note`. */
async function setAside(file: string, note: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  // Another process may have created a live postmaster's lock file meanwhile: restore it.
  const taken = await readFile(aside, 'utf8').catch(() => note);
  if (taken.split('\n')[0] !== note.split('\n')[0]) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}
