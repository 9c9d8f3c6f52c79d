import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The published packages, and their folders in this repository. */
export const packages = {
  kith: 'packages/server',
  '@kith/sdk': 'packages/sdk',
  '@kith/contract': 'packages/contract',
} as const;

export type PackageName = keyof typeof packages;

/** Runs a program to its end and returns what it wrote to its standard output. Rejects if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env = ownEnv(),
): Promise<string> {
  const options = { cwd, env, maxBuffer: 16 * 1024 * 1024, shell: process.platform === 'win32' };
  return (await promisify(execFile)(command, args, options)).stdout;
}

/** The environment without the additions of `npm test`: npm would work in this repository instead of `cwd`. */
export function ownEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter(([name]) => !/^(npm_(package|lifecycle|config_local)|KITH_|NODE_ENV)/.test(name)),
  );
}

/** Packs all packages into a folder; returns the paths of the tarballs. */
export async function packInto(folder: string): Promise<Record<PackageName, string>> {
  const names = Object.keys(packages) as PackageName[];
  const chosen = names.flatMap((name) => ['--workspace', name]);
  await run('npm', ['pack', ...chosen, '--pack-destination', folder], root);
  const tarballs = names.map((name) => [name, join(folder, tarballOf(name))]);
  return Object.fromEntries(tarballs) as Record<PackageName, string>;
}

/**
 * Installs tarballs into an empty folder with npm, offline: a lock file links the other packages, at the versions that
 * this repository has installed. A package that no manifest of a tarball lists is not found there.
 */
export async function installInto(folder: string, tarballs: Record<PackageName, string>): Promise<void> {
  const names = Object.keys(tarballs) as PackageName[];
  for (const name of names) await copyFile(tarballs[name], join(folder, tarballOf(name)));
  const dependencies = Object.fromEntries(names.map((name) => [name, `file:${tarballOf(name)}`]));
  const manifest = { name: 'outside', private: true, type: 'module', dependencies };
  const locked = Object.assign({ '': manifest }, ...names.map((name) => lockEntriesOf(name, folder)));
  await writeJson(join(folder, 'package.json'), manifest);
  await writeJson(join(folder, 'package-lock.json'), { lockfileVersion: 3, packages: locked });
  await run('npm', ['ci', '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
}

interface Manifest {
  readonly version: string;
  readonly bin?: object;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function lockEntriesOf(name: PackageName, folder: string): Record<string, object> {
  const { version, bin, dependencies, optionalDependencies } = readManifest(packages[name]);
  const entry = { version, bin, dependencies, optionalDependencies, resolved: `file:${tarballOf(name)}` };
  const others = Object.entries({ ...dependencies, ...optionalDependencies }).filter(
    ([other]) => !(other in packages),
  );
  return Object.assign(
    { [`node_modules/${name}`]: entry },
    ...others.map(([other, range]) => linkOf(other, range, folder)),
  );
}

function linkOf(name: string, range: string, folder: string): Record<string, object> {
  const place = `node_modules/${name}`;
  // The embedded PostgreSQL of another platform.
  if (!existsSync(join(root, place))) return { [place]: { version: range, optional: true, os: ['none'] } };
  const target = relative(folder, join(root, place)).replaceAll('\\', '/');
  return {
    [place]: { resolved: target, link: true },
    [target]: { version: readManifest(place).version },
  };
}

function tarballOf(name: PackageName): string {
  return `${name.replace('@', '').replace('/', '-')}-${readManifest(packages[name]).version}.tgz`;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(value));
}

/** The paths of all files below a folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.map((name) => name.replaceAll('\\', '/'));
}
