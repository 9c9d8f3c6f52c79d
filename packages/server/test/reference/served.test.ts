import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runCli } from '../../src/cli/run.js';
import { listFences, readPage, root } from '../docs/pages.js';
import { useKith } from '../harness/kith.js';

const kith = useKith();

const get = (path: string, headers?: Record<string, string>) =>
  fetch(`${kith.url}${path}`, { redirect: 'manual', ...(headers && { headers }) });

test.each(['openapi', 'asyncapi'])('/%s.json is the output of `kith`, and is cached', async (name) => {
  const answer = await get(`/${name}.json`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(JSON.parse(await printed(name))).toEqual(await answer.json());

  const again = await get(`/${name}.json`, { 'if-none-match': answer.headers.get('etag')! });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('/docs has a strict policy, and loads everything from this server', async () => {
  const page = await get('/docs');
  const policy = page.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const html = await page.text();
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/i);
  const loaded = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
  expect(loaded).toContain('/openapi.json');
  for (const url of loaded.filter((one) => one !== 'data:,')) {
    expect(url).toMatch(/^\/[^/]/);
    const file = await get(url);
    expect([url, file.status]).toEqual([url, 200]);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await get(url, { 'if-none-match': file.headers.get('etag')! });
    expect([url, again.status]).toEqual([url, 304]);
    await file.body?.cancel();
  }
});

test('the pages hide no path of the documents, and have one spelling', async () => {
  for (const path of ['/docs/', '/DOCS', '/docs/index.html', '/docs/../docs/package.json', '/openapi.json/'])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  for (const path of ['/im/docs', '/im/openapi.json']) {
    const answer = await kith.post(path);
    expect([answer.status, answer.body.err]).toEqual([200, 1]);
  }
  expect((await kith.ask('GET', '/api/docs')).body.code).toBe(400404);
});

const compilerOptions = {
  strict: true,
  skipLibCheck: true,
  target: 'es2023',
  module: 'nodenext',
  types: ['node'],
  outDir: 'built',
};

test('a client made by a public generator compiles, registers, signs in and sends a message', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);

  const program = listFences(readPage('docs/api-reference.md')).find(({ info }) => info === 'ts program');
  writeFileSync(at('program.ts'), program!.text);
  writeFileSync(at('package.json'), '{"type":"module"}');
  writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  symlinkSync(join(root, 'node_modules'), at('node_modules'));
  writeFileSync(at('openapi.json'), await (await get('/openapi.json')).text());
  await run('node_modules/oazapfts/dist/cli.js', at('openapi.json'), at('kith.ts'));
  await run('node_modules/typescript/bin/tsc', '-p', folder);

  expect(JSON.parse(await run(at('built/program.js'), kith.url))).toEqual({ text: 'Hello, Bo' });
});

/** Runs a Node script, and returns its output. Throws with the output when it fails. */
async function run(script: string, ...args: string[]): Promise<string> {
  const ran = promisify(execFile)(process.execPath, [script, ...args], { cwd: root });
  const { stdout } = await ran.catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

/** The output of a command. */
async function printed(command: string): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  expect(await runCli([command])).toBe(0);
  return log.mock.calls.join('\n');
}
