import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const built = new URL('../../server/web/', import.meta.url);

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8')) as Record<
  string,
  Chunk
>;

/** Kilobytes, compressed, of what a page loads before it can run. */
const kilobytes = (files: Iterable<string>) =>
  [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(new URL(file, built)), { level: 9 }).length,
    0,
  ) / 1024;

function withImports(chunk: Chunk, found = new Set<Chunk>()): Set<Chunk> {
  if (found.has(chunk)) return found;
  found.add(chunk);
  for (const name of chunk.imports ?? []) withImports(manifest[name]!, found);
  return found;
}

test('the console loads at most 350 KB of scripts first, and nothing of it is kept by the worker of the client', () => {
  const chunks = [...withImports(manifest['console.html']!)];
  expect(kilobytes(chunks.map(({ file }) => file))).toBeLessThan(350);
  const worker = readFileSync(new URL('service-worker.js', built), 'utf8');
  expect(worker).toContain(manifest['index.html']!.file);
  const own = Object.entries(manifest).filter(([name]) =>
    /^(console\.html|src\/(console|text\/console)\/)/.test(name),
  );
  expect(own.length).toBeGreaterThan(5);
  for (const [name, { file }] of own) expect([name, worker.includes(file)]).toEqual([name, false]);
});

test('the first load stays small: scripts 200 KB, styles 30 KB, a language 25 KB', () => {
  const entry = manifest['index.html']!;
  const chunks = [...withImports(entry)];
  expect(kilobytes(chunks.map(({ file }) => file))).toBeLessThan(200);
  expect(kilobytes(new Set(chunks.flatMap(({ css = [] }) => css)))).toBeLessThan(30);
  for (const [name, { file }] of Object.entries(manifest))
    if (/text\/.*\.json$/.test(name)) expect(kilobytes([file]), name).toBeLessThan(25);
});
