// `npm run check`: format, lint, types, unused code, copied code, all tests. Prints one line per step, and at the end of
// a stage the output of the failed ones.
// --quick: instead of all tests only the walls, the registers and the pages, and neither unused nor copied code.
// --fix: format and lint fix what they can.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKERS, COMPILER_ENV } from './compiler.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--fix', '--quick'].includes(option));
if (unknown.length > 0) {
  console.error(`Unknown option: ${unknown.join(' ')}. The options are --quick and --fix.`);
  process.exit(1);
}
const fix = options.includes('--fix');

const format = ['format', 'node_modules/oxfmt/bin/oxfmt', ...(fix ? [] : ['--check'])];
const lint = ['lint', 'node_modules/oxlint/bin/oxlint', '--deny-warnings', ...(fix ? ['--fix'] : [])];
// The root project refers to every package and to tsconfig.test.json.
const types = ['types', 'node_modules/typescript/bin/tsc', '-b', ...CHECKERS];
const unused = ['unused', 'node_modules/knip/bin/knip.js'];
const copies = ['copies', 'node_modules/jscpd/run-jscpd.js', '--no-colors'];
const quickTests = ['architecture', 'registers', 'docs/generated', 'docs/pages'];
const walls = ['walls', 'scripts/test.mjs', ...quickTests.map((path) => `packages/server/test/${path}`)];

/*
 * Stages run one after the other; the lanes of a stage at the same time, each step after the one before it. Tests use
 * what the step `types` builds. Fixes come first, because everything else reads the files that they change. All tests
 * run alone, because some of them measure.
 */
const isQuick = options.includes('--quick');
const fixes = fix ? [[[format, lint]]] : [];
const checks = fix ? [] : [[format, lint]];
const stages = isQuick
  ? [...fixes, [...checks, [types, walls]]]
  : [...fixes, [...checks, [types], [unused, copies]], [[['tests', 'scripts/test.mjs']]]];

for (const lanes of stages) {
  const failures = (await Promise.all(lanes.map(runLane))).filter((failure) => failure !== undefined);
  for (const { name, output } of failures) console.error(`\n${name}:\n${output}`);
  if (failures.length > 0) process.exit(1);
}

/** Runs the steps of a lane until one fails; returns that one with its output. */
async function runLane(steps) {
  for (const [name, script, ...args] of steps) {
    const startedAt = performance.now();
    const { isOk, output } = await run(script, args);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${isOk ? 'ok  ' : 'FAIL'} ${name.padEnd(8)} ${seconds.padStart(6)} s`);
    if (!isOk) return { name, output };
  }
  return undefined;
}

/** Runs a Node script; returns whether it succeeded, and its output. */
function run(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...COMPILER_ENV },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ isOk: false, output: String(error) }));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString();
      resolve({ isOk: code === 0, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
}
