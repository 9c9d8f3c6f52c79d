import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runInNewContext } from 'node:vm';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { listFences, readPage } from '../docs/pages.js';
import { atPace } from '../harness/at-pace.js';
import {
  installInto,
  listFiles,
  ownEnv,
  packages,
  packInto,
  root,
  run,
  writeJson,
  type PackageName,
} from './install-packages.js';

vi.setConfig({ testTimeout: atPace(120_000), hookTimeout: atPace(120_000) }); // separate programs, on a busy machine

const folder = mkdtempSync(join(tmpdir(), 'kith-outside-'));
chmodSync(folder, 0o755); // under root the database's user must enter
const names = Object.keys(packages) as PackageName[];
const libraries = names.filter((name) => name !== 'kith');
let tarballs: Record<PackageName, string>;
let server: { url: string; end(): Promise<unknown> };

beforeAll(async () => {
  const packed = mkdtempSync(join(folder, 'packed-'));
  tarballs = await packInto(packed);
  await installInto(folder, tarballs);
  server = await startServer();
});

afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

test.each(names)('%s has a licence, a page, and no tests', async (name) => {
  const installed = join(folder, 'node_modules', name);
  expect(await readFile(join(installed, 'LICENSE'), 'utf8')).toBe(readFileSync(`${root}LICENSE`, 'utf8'));
  expect(await readFile(join(installed, 'README.md'), 'utf8')).toContain(`# ${name}\n`);
  expect((await listFiles(installed)).filter((file) => /\.test\.|tsbuildinfo/.test(file))).toEqual([]);
});

test('kith includes the licences of the bundled packages', async () => {
  const licences = await readFile(join(folder, 'node_modules/kith/bundle/LICENSES.txt'), 'utf8');
  for (const name of ['fastify', 'kysely', 'typebox', 'pinyin-pro', 'Unicode License v3'])
    expect(licences).toContain(name);
  const ofPages = await readFile(join(folder, 'node_modules/kith/web/LICENSES.txt'), 'utf8');
  for (const name of ['react-dom', '@tanstack/react-router', 'use-intl']) expect(ofPages).toContain(name);
});

test.each(names)('the manifest of %s is valid', async (name) => {
  const tarball = await readFile(tarballs[name]);
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages } = await publint({ pack: { tarball: bytes as ArrayBuffer }, strict: true });
  expect(messages).toEqual([]);
});

test.each(libraries)('the types of %s resolve for ES modules', async (name) => {
  const result = await checkPackage(createPackageFromTarballData(await readFile(tarballs[name])));
  if (!result.types) throw new Error('The package has no types.');
  // This package contains ES modules only; `moduleResolution` `node10` does not read `exports`.
  const expected = { CJSResolvesToESM: 'node16-cjs', NoResolution: 'node10' } as Readonly<
    Record<string, string>
  >;
  const problems = result.problems.filter(
    (problem) => !('resolutionKind' in problem && expected[problem.kind] === problem.resolutionKind),
  );
  expect(problems).toEqual([]);
});

test.each([
  [
    'nodenext',
    { module: 'nodenext', lib: ['es2023'], types: ['node'], typeRoots: [`${root}node_modules/@types`] },
  ],
  // The declarations themselves were checked above, which takes seconds.
  ['bundler', { module: 'esnext', lib: ['es2023', 'dom'], types: [], skipLibCheck: true }],
])("the program on the SDK's page compiles with moduleResolution %s", async (moduleResolution, options) => {
  await writeFile(join(folder, 'program.ts'), program());
  const project = join(folder, `tsconfig.${moduleResolution}.json`);
  const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
  const compilerOptions = {
    target: 'es2023',
    outDir: moduleResolution,
    moduleResolution,
    ...strict,
    ...options,
  };
  await writeJson(project, { compilerOptions, files: ['program.ts'] });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(await run(process.execPath, [tsc, '-p', project], folder)).toBe('');
});

test('the installed server finds the files beside its code', async () => {
  for (const path of ['/openapi.json', '/docs/swagger-ui.css', '/static/photo/default_man/300.jpg', '/chats'])
    expect(await fetch(server.url + path)).toMatchObject({ status: 200 });
});

test('kith doctor finds no problem in the installed server', async () => {
  const env = { ...environment(), PORT: new URL(server.url).port };
  expect(await run('npx', ['kith', 'doctor'], folder, env)).toMatch(/\nEverything is in order\.\n$/);
});

test("compiled, it chats: bo receives ada's message live", async () => {
  const output = await run(process.execPath, ['nodenext/program.js'], folder);
  expect(output).toMatch(/^\d+ \{ text: 'Hello, Bo' \}\n$/);
});

test('bundled for browsers, it imports nothing and chats with browser functions', async () => {
  await writeFile(
    join(folder, 'page.ts'),
    program().replaceAll("'ada'", "'eve'").replaceAll("'bo'", "'dan'"),
  );
  const bundle = await rolldown({ input: join(folder, 'page.ts'), platform: 'browser', cwd: folder });
  const { output } = await bundle.generate({ codeSplitting: false });
  await bundle.close();
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);
  expect(output[0].code).not.toMatch(/["'`]node:/);

  const received = await new Promise((resolve, reject) => {
    const console = { log: (from: number, content: object) => resolve({ from, content: { ...content } }) };
    const { crypto, fetch, setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const { Blob, FormData, URL, URLSearchParams, AbortController, AbortSignal } = globalThis;
    const timers = { setTimeout, clearTimeout, setInterval, clearInterval };
    const web = {
      Blob,
      FormData,
      URL,
      URLSearchParams,
      AbortController,
      AbortSignal,
      crypto,
      fetch,
      WebSocket,
    };
    const done = runInNewContext(`(async () => { ${output[0].code} })()`, { ...web, ...timers, console });
    (done as Promise<void>).catch(reject);
  });
  expect(received).toEqual({ from: expect.any(Number), content: { text: 'Hello, Bo' } });
});

/** The program of the SDK's page, for the server of this test. */
function program(): string {
  const fence = listFences(readPage('packages/sdk/README.md')).find(({ info }) => info === 'ts program');
  return fence!.text.replaceAll('localhost:8080', new URL(server.url).host);
}

function environment(): NodeJS.ProcessEnv {
  const address = { HOST: '127.0.0.1', PORT: '0', KITH_METRICS_ADDRESS: 'off' };
  return { ...ownEnv(), ...address, KITH_DATA_DIR: join(folder, 'data') };
}

async function startServer(): Promise<typeof server> {
  const child = spawn('npx', ['kith', 'start'], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // a process group: npx, its shell and the server
    shell: process.platform === 'win32',
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let log = '';
  for await (const line of createInterface({ input: child.stderr })) {
    log += `${line}\n`;
    const url = /ready at (http:\/\/[^"]+)/.exec(line)?.[1];
    if (!url) continue;
    child.stderr.resume();
    const end = () => {
      process.kill(-child.pid!, 'SIGTERM');
      return exited;
    };
    return { url: url.replace('localhost', '127.0.0.1'), end };
  }
  throw new Error(`The server did not start:\n${log}`);
}
