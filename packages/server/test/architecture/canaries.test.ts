import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBreaches, findUnlistedFolders, listUnneededReads } from './walls.js';

/*
 * A gate can become blind: after a renamed folder, a changed glob or a new version of the linter it accepts everything.
 * So here is a tree of wrong files, at the paths of real ones, under the real configuration. A line that must be refused
 * ends with `// expect: <rule>`; every other line must pass. The files end with .txt, so no other tool reads them.
 */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const canaries = fileURLToPath(new URL('./canaries/', import.meta.url));

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly help?: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

const acrossTenants = new Set(['contacts/store.ts sweepContacts']);
let tree: string;
let files: string[];
let diagnostics: Diagnostic[];

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'kith-canaries-'));
  files = readdirSync(canaries, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.replaceAll('\\', '/').slice(0, -'.txt'.length));
  for (const file of files) copyInto(tree, join(canaries, `${file}.txt`), file);
  for (const file of ['.oxlintrc.json', 'packages/core/src/AREAS.md']) copyInto(tree, join(root, file), file);
  diagnostics = lint(tree);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('the canaries', () => {
  it('fail at exactly the lines and by exactly the rules that they name', () => {
    const found = [
      ...diagnostics.map(
        (it) => `${it.filename}:${it.labels[0]?.span.line} ${/\((.*)\)/.exec(it.code)?.[1]}`,
      ),
      ...findBreaches(tree, acrossTenants).map((it) => `${it.file}:${it.line} ${it.wall}`),
    ];
    expect([...new Set(found)].toSorted()).toEqual(files.flatMap(readExpectations).toSorted());
  });

  it('get a message that says what to do instead', () => {
    const walls = diagnostics.filter((it) => it.code.includes('no-restricted'));
    expect(walls.filter((it) => !it.help)).toEqual([]);
    expect(findBreaches(tree, acrossTenants).filter((it) => it.instead === '')).toEqual([]);
  });

  it('violate every wall at least once', () => {
    const rules = new Set(files.flatMap(readExpectations).map((it) => it.split(' ')[1]));
    const walls = ['area-order', 'no-cycle', 'no-restricted-globals', 'no-restricted-imports'];
    expect([...rules]).toEqual(
      expect.arrayContaining([
        ...walls,
        'max-lines',
        'max-lines-per-function',
        'lock-transactions',
        'no-floating-promises',
        'no-misused-promises',
        'no-restricted-properties',
        'pure-presenters',
        'store-sql',
        'table-reads',
        'table-writes',
        'tenant-queries',
        'wire-words',
      ]),
    );
  });

  it('show the declared reads that no query needs', () => {
    const unneeded = listUnneededReads(tree);
    expect(unneeded).toContain('billing/quotas-store.ts reports');
    expect(unneeded).not.toContain('accounts/profiles-store.ts support_agents');
  });

  it('show a folder that AREAS.md does not list', () => {
    expect(findUnlistedFolders(tree)).toEqual(['unlisted']);
  });
});

function copyInto(folder: string, from: string, to: string): void {
  mkdirSync(dirname(join(folder, to)), { recursive: true });
  copyFileSync(from, join(folder, to));
}

function lint(folder: string): Diagnostic[] {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
    // The linter looks for it beside the linted files.
    env: { ...process.env, OXLINT_TSGOLINT_PATH: join(root, 'node_modules/.bin/tsgolint') },
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not report: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}

/** `file:line rule` for each line of a canary that ends with `// expect: rule, rule`. */
function readExpectations(file: string): string[] {
  const lines = readFileSync(join(canaries, `${file}.txt`), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const rules = /\/\/ expect: (.+)$/.exec(text)?.[1]?.split(', ') ?? [];
    return rules.map((rule) => `${file}:${index + 1} ${rule}`);
  });
}
