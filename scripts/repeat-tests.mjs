// Runs some of the tests in a process of their own: on another Node.js, or on another PostgreSQL.
import { spawn } from 'node:child_process';
import { collectOutput } from './collect-output.mjs';

const CLOSING_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m;

/**
 * Runs test files in one worker, for the other core may be busy; returns the numbers of tests, and a line that begins with
 * `title`.
 */
export async function repeatTests(title, { files, node = process.execPath, env = {} }) {
  const since = performance.now();
  const child = spawn(node, ['scripts/test.mjs', ...files], {
    env: { ...process.env, KITH_TEST_ALL: '', KITH_TEST_ELSEWHERE: '', KITH_TEST_WORKERS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, output } = await collectOutput(child);
  const [line, passed = '0', failed = '0', skipped = '0'] = CLOSING_LINE.exec(output) ?? [];
  // A run that fails without a failed test counts as one failure.
  const failures = code === 0 ? 0 : Math.max(1, Number(failed));
  if (failures > 0) console.log(output);
  const seconds = Math.round((performance.now() - since) / 1000);
  return {
    passed: Number(passed),
    failed: failures,
    skipped: Number(skipped),
    line: `${title}: ${line ?? `no test ended (code ${code})`} in ${seconds} s`,
  };
}
