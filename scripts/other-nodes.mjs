// Repeats the tests of processes, media and sockets on the other supported versions of Node.js.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { collectOutput } from './collect-output.mjs';
import { repeatTests } from './repeat-tests.mjs';

/** The oldest supported version, and the newest of each maintained line. */
const VERSIONS = ['20.19.6', '22.23.5', '24.22.3'];
const FILES = [
  'packages/server/test/conformance/im.test.ts',
  'packages/server/test/conformance/api.test.ts',
  'packages/server/test/media',
  'packages/server/test/realtime/im-socket.test.ts',
  'packages/server/test/realtime/v1-frames.test.ts',
  'packages/server/test/realtime/story-v1.test.ts',
  'packages/server/test/hostile/bodies.test.ts',
  'packages/server/test/app/log.test.ts',
  'packages/server/test/cli/start.test.ts',
];

/** Runs them, one version after the other, and prints the result of each; returns the sums. */
export async function runOnOtherNodes() {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const version of VERSIONS.filter((one) => lineOf(one) !== lineOf(process.versions.node))) {
    const result = await runOn(version);
    for (const key of Object.keys(sums)) sums[key] += result?.[key] ?? 0;
  }
  return sums;
}

/** Runs the files on one version; undefined if npm does not have the version. */
async function runOn(version) {
  const node = await findNode(version);
  return node && repeatTests(`Node.js ${version}`, { files: FILES, node });
}

/** 20.19 and 20.20 are separate: the oldest version is tried in addition to the version that most machines have. */
function lineOf(version) {
  const [major, minor] = version.split('.');
  return major === '20' ? `${major}.${minor}` : major;
}

/** The program of a version, from npm; if there is none, prints why and returns undefined. */
async function findNode(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join('node_modules', '.cache', 'nodes', version);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  const options = [
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
    '--ignore-scripts',
  ];
  const { code, output } = await run('npm', [
    'install',
    '--prefix',
    folder,
    ...options,
    `${name}@${version}`,
  ]);
  if (code === 0 && existsSync(node)) return node;
  console.log(
    `Node.js ${version}: not tried, npm has no ${name} of it here. ${output.trim().split('\n').at(-1) ?? ''}`,
  );
  return undefined;
}

function run(command, args) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  return collectOutput(child);
}
