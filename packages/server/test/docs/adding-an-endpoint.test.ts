import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CHECKERS } from '../../../../scripts/compiler.mjs';
import { atPace } from '../harness/at-pace.js';
import { listFences, readPage, root, type Fence } from './pages.js';

/*
 * docs/adding-an-endpoint.md, followed to the letter: its blocks are applied to a copy of the project, which must then
 * compile, pass the registers and walls, and serve the new endpoint.
 */
const PAGE = 'docs/adding-an-endpoint.md';
const PATH = '/im/message/countMembers';
const CACHE = 'node_modules/.cache';
vi.setConfig({ testTimeout: atPace(120_000), hookTimeout: atPace(120_000) }); // the compiler and vitest, on a busy machine

const copy = mkdtempSync(join(tmpdir(), 'kith-guide-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

beforeAll(() => {
  copyProject();
  for (const fence of listFences(readPage(PAGE))) apply(fence);
});

it('the packages compile after the steps of docs/adding-an-endpoint.md', async () => {
  // Without the types of all tests, which take twice as long.
  const packages = ['packages/server', 'packages/sdk'];
  await expect(runInCopy('node_modules/typescript/bin/tsc', '-b', ...CHECKERS, ...packages)).resolves.toBe(
    '',
  );
});

it('the new endpoint works, passes registers and walls, and gets its row in the docs', async () => {
  const tests = ['im/count-members', 'registers', 'architecture/walls', 'docs/generated'];
  const paths = tests.map((path) => `packages/server/test/${path}`);
  expect(await runInCopy('scripts/test.mjs', ...paths, '--update')).toMatch(/^\d+ passed, 0 failed$/m);
  expect(readFileSync(join(copy, 'docs/dialects/im.md'), 'utf8')).toContain(`| \`${PATH}\` |`);
});

/** Copies the project with what was built, so that only changes are compiled; installed packages are linked. */
function copyProject(): void {
  const skipped = new Set(['.git', 'data', 'node_modules']);
  const entries = readdirSync(root).filter((name) => !skipped.has(name));
  for (const name of entries)
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !/\/(?:node_modules|bundle)$/.test(path),
    });
  linkModules('.');
  for (const name of readdirSync(join(root, 'packages'))) linkModules(join('packages', name));
  for (const name of readdirSync(join(root, 'node_modules/@kith'))) {
    const link = join(copy, 'node_modules/@kith', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(copy, 'packages', name), link);
  }
  // The migrated cluster of this run serves the tests of the copy too, as long as the migrations are the same.
  const cache = process.env['KITH_TEST_CACHE'] ?? join(root, 'node_modules/.cache');
  const clusters = join(cache, 'kith-template');
  mkdirSync(clusters, { recursive: true });
  mkdirSync(join(copy, CACHE));
  symlinkSync(clusters, join(copy, CACHE, 'kith-template'));
}

/** Links each installed package of a folder; those of the project itself lead into the copy. */
function linkModules(folder: string): void {
  const modules = join(root, folder, 'node_modules');
  if (!existsSync(modules)) return;
  const target = join(copy, folder, 'node_modules');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(modules))
    if (!name.startsWith('.') && name !== '@kith') symlinkSync(join(modules, name), join(target, name));
}

/** Applies a block: `ts <path>` is the end of a file or a new one, `diff <path>` has its new lines behind known ones. */
function apply({ info, text }: Fence): void {
  const [kind, path] = info.split(' ');
  if (!path) return;
  const file = join(copy, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (kind === 'ts') writeFileSync(file, before === '' ? text : `${before}\n${text}`);
  else writeFileSync(file, text.split('\n@@\n').reduce(insert, before));
}

/** A file with the added lines of a hunk behind its other lines, which the file must have once. */
function insert(content: string, hunk: string): string {
  const lines = hunk.split('\n').filter((line) => line !== '');
  const take = (sign: string) =>
    lines.filter((line) => line.startsWith(sign)).map((line) => `${line.slice(1)}\n`);
  const known = `\n${take(' ').join('')}`;
  const parts = content.split(known);
  if (parts.length !== 2)
    throw new Error(`${PAGE} needs other lines: a file has these ${parts.length - 1} times:${known}`);
  return parts.join(`${known}${take('+').join('')}`);
}

/** Runs a script of Node in the copy; returns its output, or throws with it. */
async function runInCopy(script: string, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    KITH_TEST_ALL: '',
    KITH_TEST_CACHE: join(copy, CACHE),
  };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(copy, script), ...args], {
      cwd: copy,
      env,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${script} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
