// `npm run test:faults`: the fault tests with their full numbers (KITH_FAULTS=long). Writes a report of their results and
// figures to fault-report.local.md, which is not committed. Arguments choose test files instead of all.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const TESTS = 'packages/server/test';
/** The tests that docs/reliability.md names. */
const FILES = [
  'faults',
  'bus',
  'nodes',
  ...['embedded', 'job-locks', 'server-lock'].map((name) => `postgres/${name}.test.ts`),
  'cli/workers.test.ts',
  'cli/nodes.test.ts',
  'conversations',
  ...[
    'order',
    'idempotency',
    'resume',
    'restored',
    'fresh-state',
    'slow-consumer',
    'drain',
    'close-codes',
  ].map((name) => `realtime/${name}.test.ts`),
  'app/slow-requests.test.ts',
  'app/connection-caps.test.ts',
].map((path) => `${TESTS}/${path}`);
const REPORT = 'fault-report.local.md';

const folder = mkdtempSync(join(tmpdir(), 'kith-faults-'));
const results = join(folder, 'results.json');
const figures = join(folder, 'figures');
writeFileSync(figures, '');
const began = new Date();
const chosen = process.argv.slice(2);
const child = spawn(
  process.execPath,
  [
    'scripts/test.mjs',
    ...(chosen.length > 0 ? chosen : FILES),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ],
  { stdio: 'inherit', env: { ...process.env, KITH_FAULTS: 'long', KITH_FAULTS_FIGURES: figures } },
);
const code = await new Promise((resolve) => child.on('close', resolve));
writeFileSync(REPORT, describe());
rmSync(folder, { recursive: true, force: true });
console.log(`The report is in ${REPORT}.`);
process.exit(code ?? 1);

function describe() {
  const { testResults } = JSON.parse(readFileSync(results, 'utf8'));
  const commit = execFileSync('git', ['log', '-1', '--format=%h'], { encoding: 'utf8' }).trim();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const lines = [
    '# Fault tests, full numbers',
    '',
    `${began.toISOString()}, commit ${commit}, Node.js ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model}), ${memory} GB.`,
    '',
    '## Figures',
    '',
    ...readFileSync(figures, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => `- ${line}`),
  ];
  for (const { name, assertionResults } of testResults) {
    lines.push(
      '',
      `## ${relative(process.cwd(), name).replaceAll('\\', '/')}`,
      '',
      '| result | s | test |',
      '|---|---|---|',
    );
    for (const { status, duration = 0, fullName } of assertionResults)
      lines.push(`| ${status} | ${(duration / 1000).toFixed(1)} | ${fullName.replaceAll('|', '\\|')} |`);
  }
  return `${lines.join('\n')}\n`;
}
