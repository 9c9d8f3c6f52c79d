// Runs the tests with vitest and ends with one plain line: how many passed and failed. Arguments are passed to vitest.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCLI, startVitest } from 'vitest/node';
import { hasRedis, hasTurn, installPrograms } from './test-programs.mjs';
import { COMPILER_ENV } from './compiler.mjs';
import { FILES, oldestOfLine, runOnOtherNodes } from './other-nodes.mjs';
import { runOnOtherPostgres } from './other-postgres.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const unmatched = filter.filter((path) => !matchesTests(path));
if (unmatched.length > 0) {
  console.error(`No test file matches ${unmatched.join(', ')}.`);
  process.exit(1);
}
// A complete run also requires that every endpoint was called.
const isWhole = process.argv.length === 2;
if (isWhole) {
  await import('./prepare.mjs');
  if (process.exitCode) process.exit();
  Object.assign(process.env, COMPILER_ENV); // some tests compile
  process.env.KITH_TEST_ALL = '1';
  process.env.KITH_TEST_BUILT = '1';
  installPrograms();
}
const folder = makeFolderInMemory();
// Nothing from earlier runs; the repetitions reuse transformed modules and the migrated database of this one.
const cache = isWhole ? mkdtempSync(join(tmpdir(), 'kith-cache-')) : undefined;
if (cache) process.env.KITH_TEST_CACHE = cache;
// Beside the main part, because that often waits. What compares a quiet server with a busy one comes last, alone.
const repeated = isWhole ? repeatElsewhere() : [];
if (isWhole && oldestOfLine()) process.env.KITH_TEST_ELSEWHERE = FILES.join();
const parts = [await run(isWhole ? { project: ['!alone'] } : {})];
const elsewhere = await repeated;
if (isWhole) {
  process.env.KITH_TEST_ALL = '';
  parts.push(await run({ project: ['alone'] }));
}
const isSound = parts.every((part) => part.isSound);
const here = sum(parts);
if (isWhole) console.log(`Node.js ${process.versions.node}: ${sentence(here)}`);
for (const { line } of elsewhere) console.log(line);
if (cache) rmSync(cache, { recursive: true, force: true });
if (folder) rmSync(folder, { recursive: true, force: true });
const { passed, failed, skipped } = sum([here, ...elsewhere]);

if (skipped > 0 && !hasRedis())
  console.log('redis-server is not installed: the tests with Redis were skipped.');
if (skipped > 0 && !hasTurn())
  console.log('coturn is not installed: the story of a call through a TURN server was skipped.');
if (!isSound && here.failed === 0 && passed > 0)
  console.log('The tests passed, but an error happened outside of them; see above.');
process.stdout.write(`${sentence({ passed, failed, skipped })}\n`, () =>
  process.exit(isSound && failed === 0 && passed > 0 ? 0 : 1),
);

/** Runs tests with vitest; returns its verdict, and how many passed, failed and were skipped. */
async function run(more) {
  const vitest = await startVitest('test', filter, { ...options, ...more });
  const modules = vitest.state.getTestModules();
  const isSound = process.exitCode === undefined || process.exitCode === 0; // vitest's own verdict
  await vitest.close();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const count = (state) => tests.filter((test) => test.result().state === state).length;
  // A file that failed to load or set up may contain no failed test; it counts as one.
  const brokenFiles = modules.filter(
    (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
  );
  return {
    isSound,
    passed: count('passed'),
    failed: count('failed') + brokenFiles.length,
    skipped: count('skipped'),
  };
}

/** Some of the tests elsewhere, one part after the other; returns their results. */
async function repeatElsewhere() {
  return [...(await runOnOtherPostgres()), ...(await runOnOtherNodes())];
}

function sum(results) {
  const add = (key) => results.reduce((all, result) => all + result[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Whether a filter of vitest, which is a part of a path with or without a line, matches a test file. */
function matchesTests(filter) {
  const part = filter.replace(/:\d+$/, '');
  const path = relative('.', resolve(part)).replaceAll('\\', '/');
  return listTestFiles().some((file) => [part, path].some((text) => file.includes(text.toLowerCase())));
}

function listTestFiles() {
  const folders = readdirSync('packages').flatMap((name) => [
    `packages/${name}/src`,
    `packages/${name}/test`,
  ]);
  return [...folders, 'scripts']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .map((file) => file.replaceAll('\\', '/').toLowerCase())
    .filter((file) => file.endsWith('.test.ts'));
}

/**
 * A temporary folder in memory, if there is space: hundreds of databases are created and dropped, and PostgreSQL
 * flushes everything to the disk for each. Its settings stay unchanged, and so do the remains of a killed process.
 */
function makeFolderInMemory() {
  if (process.env.TMPDIR || !hasSpace('/dev/shm')) return undefined;
  const made = mkdtempSync('/dev/shm/kith-');
  chmodSync(made, 0o711); // as root, the database runs as another user, who needs access
  process.env.TMPDIR = made;
  return made;
}

function hasSpace(path) {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > 4 * 1024 ** 3;
  } catch {
    return false;
  }
}
