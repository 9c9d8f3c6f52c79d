// `npm run check`: format, lint, types, unused code, copied code, all tests. Prints one line per step; the first failing
// step prints its tool's output.
// --quick: instead of all tests only the walls and the registers, and neither unused nor copied code.
// --fix: format and lint fix what they can.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--fix', '--quick'].includes(option));
if (unknown.length > 0) {
  console.error(`Unknown option: ${unknown.join(' ')}. There are --quick and --fix.`);
  process.exit(1);
}
const fix = options.includes('--fix');
const tests = 'packages/server/test';

const basics = [
  ['format', 'node_modules/oxfmt/bin/oxfmt', ...(fix ? [] : ['--check'])],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--deny-warnings', ...(fix ? ['--fix'] : [])],
  // The root project refers to every package and to tsconfig.test.json.
  ['types', 'node_modules/typescript/bin/tsc', '-b'],
];
const wholeTree = [
  ['unused', 'node_modules/knip/bin/knip.js'],
  ['copies', 'node_modules/jscpd/run-jscpd.js', '--no-colors'],
];
const steps = options.includes('--quick')
  ? [...basics, ['walls', 'scripts/test.mjs', `${tests}/architecture`, `${tests}/registers`]]
  : [...basics, ...wholeTree, ['tests', 'scripts/test.mjs']];

for (const [name, script, ...args] of steps) {
  const startedAt = performance.now();
  const { status, signal, output } = run(script, args);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(8)} ${seconds.padStart(6)} s`);
  if (status !== 0) {
    console.error(`\n${output}${signal ? `\nended by ${signal}` : ''}`);
    process.exit(status ?? 1);
  }
}

/** Runs a Node script; returns its exit code and output. */
function run(script, args) {
  const { status, signal, error, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, script), ...args],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { status, signal, output: error ? String(error) : `${stdout}${stderr}` };
}
