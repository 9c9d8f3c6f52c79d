// Makes a checkout ready to run: checks Node, installs the dependencies, builds. Every step is skipped if its result
// exists, so this takes some milliseconds if nothing has changed. Uses only Node's own modules: it runs before npm.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { collectOutput } from './collect-output.mjs';
import { CHECKERS, COMPILER_ENV } from './compiler.mjs';
import { filesIn, readText, stampOf } from './stamp.mjs';

const INSTALL_STAMP = 'node_modules/.kith-install';
const BUILD_STAMP = 'node_modules/.kith-build';
const BUNDLE = 'packages/server/bundle/cli/kith.js';
const WEB = 'packages/server/web/index.html';
const LOCK = '.prepare.lock';
const LOCK_STALE_MS = 120_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
checkNode();
try {
  if (!isInstalled() || !isBuilt()) await withLock(prepare);
} catch (error) {
  console.error(
    error.code === 'EACCES' || error.code === 'EROFS'
      ? `Cannot write to ${process.cwd()}: ${error.message}`
      : error.message,
  );
  process.exitCode = 1;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Kith needs Node 20.19 or newer; this is ${process.version}. Install Node 24 from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

async function prepare() {
  if (!isInstalled()) await install();
  if (!isBuilt()) await build();
}

function isInstalled() {
  const stamp = readText(INSTALL_STAMP);
  return stamp === undefined ? isInstalledByHand() : stamp === installStamp();
}

function installStamp() {
  return createHash('sha256')
    .update(`${process.platform} ${process.arch} ${readText('package-lock.json')}`)
    .digest('hex');
}

/** Whether `npm ci` was run by hand: npm's own record of the installation matches the lock file. */
function isInstalledByHand() {
  const record = readText('node_modules/.package-lock.json');
  if (record === undefined) return false;
  const found = JSON.parse(record).packages;
  return Object.entries(JSON.parse(readText('package-lock.json')).packages).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || (found[path] ? found[path].version === version : optional),
  );
}

async function install() {
  await step('Installing dependencies', async () => {
    // Includes development dependencies, regardless of NODE_ENV: the build needs them.
    const options = [
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--no-progress',
      '--loglevel=error',
    ];
    const result = await npm('ci', ...options);
    // Only `npm ci` rejects a lock file that lacks another platform's optional packages (npm/cli#4828).
    const { code, output } = result.output.includes('EUSAGE')
      ? await npm('install', '--no-save', ...options)
      : result;
    if (code !== 0) throw new Error(`npm could not install the dependencies:\n${output.trim()}`);
    writeFileSync(INSTALL_STAMP, installStamp());
  });
}

function npm(...args) {
  return run('npm', args, { shell: process.platform === 'win32' }); // on Windows it is npm.cmd, which needs one
}

function isBuilt() {
  return (
    readText(BUILD_STAMP) === buildStamp() &&
    builtPackages().every((folder) => existsSync(`${folder}/dist/.tsbuildinfo`)) &&
    existsSync(BUNDLE) &&
    existsSync(WEB)
  );
}

/** Changes whenever a source or a setting is added, edited or removed. */
function buildStamp() {
  const inputs = builtPackages().flatMap((folder) => [
    ...filesIn(`${folder}/src`),
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
  ]);
  return stampOf([
    ...inputs,
    ...filesIn('packages/web/public'),
    'packages/web/index.html',
    'packages/web/console.html',
    'packages/web/vite.config.ts',
    'tsconfig.json',
    'tsconfig.base.json',
    'scripts/bundle.mjs',
    'scripts/build-web.mjs',
    'scripts/notices.mjs',
    'THIRD-PARTY.md',
  ]);
}

/** The workspaces that TypeScript builds; the types of tests are checked elsewhere. */
function builtPackages() {
  const { references } = JSON.parse(readText('tsconfig.json'));
  return references.map(({ path }) => path).filter((path) => !path.endsWith('.json'));
}

async function build() {
  await step('Building', async () => {
    const stamp = buildStamp(); // before: files edited during the build are built the next time
    for (const folder of builtPackages().filter(hasOrphans)) rmSync(`${folder}/dist`, { recursive: true });
    const env = { ...process.env, ...COMPILER_ENV };
    for (const command of [
      ['node_modules/typescript/bin/tsc', '-b', ...CHECKERS, ...builtPackages()],
      ['scripts/bundle.mjs'],
      ['scripts/build-web.mjs'],
    ]) {
      const { code, output } = await run(process.execPath, command, { env });
      if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
    }
    writeFileSync(BUILD_STAMP, stamp);
  });
}

/** Whether an output has lost its source: TypeScript never removes it, and it could still be imported. */
function hasOrphans(folder) {
  const outputs = existsSync(`${folder}/dist`)
    ? filesIn(`${folder}/dist`).filter((file) => file.endsWith('.js'))
    : [];
  return outputs.some((file) => {
    const source = `${folder}/src/${file.slice(`${folder}/dist/`.length, -'.js'.length)}`;
    return !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`);
  });
}

async function step(what, work) {
  const since = performance.now();
  process.stderr.write(`${what} … `); // not to standard output, which belongs to the command that follows
  try {
    await work();
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
  process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1)} s\n`);
}

function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  // If this process is killed, its child continues: the next process has to wait for both.
  if (child.pid) writeFileSync(LOCK, `${process.pid} ${child.pid}`);
  return collectOutput(child);
}

/** One process at a time; the next one finds the work done. A dead holder, or one whose pid was reused, is ignored. */
async function withLock(work) {
  for (let told = false; !takeLock(); told = true) {
    if (!told) console.error('Waiting for another command to prepare this folder …');
    await sleep(200);
  }
  const beat = setInterval(() => utimesSync(LOCK, new Date(), new Date()), 1000);
  try {
    await work();
  } finally {
    clearInterval(beat);
    rmSync(LOCK, { force: true });
  }
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const { mtimeMs = Date.now() } = statSync(LOCK, { throwIfNoEntry: false }) ?? {};
  const holders = readText(LOCK)?.split(' ').filter(Boolean).map(Number) ?? [];
  const isAbandoned = holders.length > 0 && !holders.some(isAlive);
  if (isAbandoned || Date.now() - mtimeMs > LOCK_STALE_MS) rmSync(LOCK, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
