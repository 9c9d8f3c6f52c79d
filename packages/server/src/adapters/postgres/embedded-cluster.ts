import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import {
  chmod,
  lchown,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Reports an event to the operator; `detail` is machine-readable. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  detail?: Record<string, unknown>,
) => void;

/** The operating-system user that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Absolute paths of PostgreSQL's programs, executable by the cluster's account. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The location and owner of the database files of a data folder. */
export interface Cluster {
  /** Real path of the PGDATA folder. */
  readonly folder: string;
  /** Set if Kith runs as root: PostgreSQL refuses to run as root. */
  readonly account: Account | undefined;
}

const ROOT_HOME = '/var/lib/kith-postgres';
const PASSWORD_FILE = 'kith.password';

/** Determines where the cluster of `dataDir` lives and which user runs it, without creating the cluster. */
export async function placeCluster(dataDir: string): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const inside = join(await realpath(dataDir), 'postgres');
  const pointed = await readPointer(dataDir);
  if (pointed && !(await isCluster(pointed))) {
    throw new Error(
      `The database of ${dataDir} should be in ${pointed}, but it is gone. Put it back, or delete ${pointerOf(dataDir)} to begin with an empty one.`,
    );
  }
  if (process.getuid?.() !== 0) return { folder: pointed ?? inside, account: undefined };

  // A cluster created by an ordinary user keeps its owner, so that one `sudo kith …` does not lock that user out.
  const owner = await stat(pointed ?? inside).catch(() => undefined);
  const account = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findServiceAccount();
  if (pointed || (await canEnter(dirname(inside), account))) return { folder: pointed ?? inside, account };
  if (await isCluster(inside)) {
    throw new Error(
      `${inside} holds the database, but user ${account.uid}, who runs PostgreSQL, can no longer enter ${dataDir}. Allow it (chmod o+x on that folder and its parents).`,
    );
  }
  return { folder: join(ROOT_HOME, createHash('sha256').update(inside).digest('hex').slice(0, 16)), account };
}

/**
 * Creates the cluster if there is none. This is atomic: if it is killed, or races another process, it leaves either
 * nothing or one complete cluster.
 */
export async function initialiseCluster(
  cluster: Cluster,
  binaries: Binaries,
  dataDir: string,
  log: Log,
): Promise<void> {
  const { folder, account } = cluster;
  const isOutside = dirname(folder) !== (await realpath(dataDir));
  if (!(await isCluster(folder))) {
    if ((await readdir(folder).catch(() => [])).length > 0) {
      throw new Error(
        `${folder} holds files, but no database (PG_VERSION is missing). Move them away or put the database back.`,
      );
    }
    if (isOutside) {
      await mkdir(ROOT_HOME, { recursive: true });
      await chmod(ROOT_HOME, 0o755); // regardless of the umask: PostgreSQL's user must be able to traverse it
      log('warn', `The database user cannot enter ${dataDir}; the database goes to ${folder}.`, { folder });
    }
    await createCluster(cluster, binaries);
  } else {
    await removeAbandonedStages(folder);
    if (account && (await stat(folder)).uid === 0) await chownTree(folder, account); // restored from a backup by root
  }
  if (isOutside) await writeFile(pointerOf(dataDir), `${folder}\n`, { flush: true });
  await chmod(folder, 0o700);
}

/** The password of the cluster's only user; it is stored in the cluster, so that the two cannot be separated. */
export async function readPassword(cluster: Cluster): Promise<string> {
  const file = join(cluster.folder, PASSWORD_FILE);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(
      `The database password is missing: ${file}. It belongs to the database; restore it from the same backup.`,
      { cause: error },
    );
  });
}

/**
 * The options for running a child process as the account, in an environment that cannot alter PostgreSQL's behaviour.
 */
export function runAs(account: Account | undefined): {
  uid?: number;
  gid?: number;
  env: Record<string, string>;
} {
  return { ...account, env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } };
}

function pointerOf(dataDir: string): string {
  return join(dataDir, 'postgres.location');
}

async function readPointer(dataDir: string): Promise<string | undefined> {
  return (await readFile(pointerOf(dataDir), 'utf8').catch(() => undefined))?.trim();
}

async function isCluster(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'PG_VERSION'))).isFile();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs throws nothing else
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

function findServiceAccount(): Account {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) {
    throw new Error(
      'PostgreSQL refuses to run as root, and there is no user postgres or nobody. Create one (useradd --system postgres), start Kith as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function canEnter(folder: string, account: Account): Promise<boolean> {
  const { uid, gid, mode } = await stat(folder);
  const bit =
    uid === account.uid ? constants.S_IXUSR : gid === account.gid ? constants.S_IXGRP : constants.S_IXOTH;
  if ((mode & bit) === 0) return false;
  return dirname(folder) === folder || canEnter(dirname(folder), account);
}

async function createCluster({ folder, account }: Cluster, binaries: Binaries): Promise<void> {
  if (!account) requireUserName();
  await removeAbandonedStages(folder);
  const stage = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(stage, { mode: 0o700 });
    const passwordFile = join(stage, 'password');
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    if (account) await chownTree(stage, account);

    const made = join(stage, 'cluster');
    await runInitdb(binaries, made, passwordFile, account);
    await rename(passwordFile, join(made, PASSWORD_FILE));
    await rename(made, folder).catch(async (error: unknown) => {
      // Another process was faster; its cluster serves as well.
      if (!(await isCluster(folder))) throw error;
    });
    await syncFolder(dirname(folder));
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** initdb does not run under a user id without a name, as container platforms assign them. */
function requireUserName(): void {
  try {
    userInfo();
  } catch (error) {
    const uid = process.getuid?.();
    throw new Error(
      `The embedded PostgreSQL cannot be created by the user id ${uid}, which has no name. Add a line for it to /etc/passwd (kith:x:${uid}:${process.getgid?.()}::/:/bin/false), or set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

async function removeAbandonedStages(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.new-`;
  for (const name of await readdir(dirname(folder))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!name.startsWith(prefix) || (pid !== process.pid && isAlive(pid))) continue;
    // An orphaned initdb may still write there; the next first start removes the remains.
    await rm(join(dirname(folder), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function runInitdb(
  binaries: Binaries,
  folder: string,
  passwordFile: string,
  account: Account | undefined,
): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      '-D',
      folder,
      '-U',
      'kith',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--no-instructions',
    ],
    { ...runAs(account), cwd: dirname(folder), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `initdb could not create the database in ${folder}:\n${output.trim().split('\n').slice(-8).join('\n')}`,
          ),
        );
    });
  });
}

async function chownTree(path: string, account: Account): Promise<void> {
  await lchown(path, account.uid, account.gid);
  for (const entry of await readdir(path, { recursive: true }))
    await lchown(join(path, entry), account.uid, account.gid);
}

/** Makes a rename survive a power failure. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether a process with this id exists, regardless of its owner. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
