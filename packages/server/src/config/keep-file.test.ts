import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepFile } from './keep-file.js';

test('a kept file keeps its text, and what killed processes have left beside it is removed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-keep-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'secret');
  writeFileSync(`${path}.12`, 'unfinished');
  const first = await keepFile(path);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(`${path}.13`, first);
  writeFileSync(`${path}.old`, 'of somebody else');
  expect(await keepFile(path)).toBe(first);
  expect(readdirSync(folder).sort()).toEqual(['secret', 'secret.old']);
});
