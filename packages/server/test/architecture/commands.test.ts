import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

function run(script: string, ...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
}

it('npm test refuses a path that matches no test file, even beside one that does', () => {
  const { status, stderr } = run(
    'scripts/test.mjs',
    'packages/server/test/docs',
    'packages/server/test/dcos',
  );
  expect(status).toBe(1);
  expect(stderr).toContain('No test file matches packages/server/test/dcos.');
});

it('npm run check refuses an unknown option', () => {
  const { status, stderr } = run('scripts/check.mjs', '--quik');
  expect(status).toBe(1);
  expect(stderr).toContain('Unknown option: --quik.');
});
