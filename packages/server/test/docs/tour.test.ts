import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { listFences, readPage, root } from './pages.js';

/*
 * The tour of README.md, run as a reader runs it: every block tagged `sh tour` in one shell, each compared with the
 * following block tagged `… output`. A `…` there matches any text that differs between machines.
 */
const kith = useKith();
const END_OF_BLOCK = '--- end of block ---';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-tour-'));
  // The reader is in the project's folder; the files that the tour writes must not stay in ours.
  for (const name of ['packages', 'node_modules']) await symlink(join(root, name), join(folder, name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test(
  'the tour of README.md works, and prints what README.md shows',
  async () => {
    const blocks = readTour();
    const script = blocks.map(({ commands }) => `${commands}\necho '${END_OF_BLOCK}'\n`).join('');
    const printed = await runInShell(
      script
        .replaceAll('http://localhost:8080', kith.url)
        .replaceAll('ws://localhost:8080', kith.url.replace('http', 'ws')),
    );
    const outputs = printed.split(`${END_OF_BLOCK}\n`).slice(0, -1);
    expect(outputs).toHaveLength(blocks.length);
    for (const [i, { line, output }] of blocks.entries()) {
      expect(outputs[i], `README.md:${line}`).toMatch(patternOf(output));
    }
  },
  atPace(60_000),
);

interface Block {
  readonly line: number;
  readonly commands: string;
  /** Empty when README.md shows none. */
  readonly output: string;
}

function readTour(): Block[] {
  const blocks: Block[] = [];
  for (const { info, text, line } of listFences(readPage('README.md'))) {
    const last = blocks.at(-1);
    if (info === 'sh tour') blocks.push({ line, commands: text, output: '' });
    else if (info.endsWith(' output') && last) blocks[blocks.length - 1] = { ...last, output: text };
  }
  return blocks;
}

async function runInShell(script: string): Promise<string> {
  // The output of a failed command would go unnoticed: the shell stops there and reports the line.
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    timeout: atPace(50_000),
  });
  return stdout;
}

function patternOf(shown: string): RegExp {
  const parts = shown.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\n]+?')}$`);
}
