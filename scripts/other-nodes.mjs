// Repeats the tests of processes, media and sockets on the other supported versions of Node.js.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { collectOutput } from './collect-output.mjs';
import { repeatTests } from './repeat-tests.mjs';

/** The oldest supported version, and the newest of each maintained line. */
const VERSIONS = ['20.19.6', '22.23.5', '24.22.3'];
const FILES = [
  'conformance/im',
  'conformance/api',
  // Not file-lifetime, incomplete-pictures and naming-files: those are about rows and about the library of pictures.
  ...[
    'clip',
    'hostile',
    'moving-pictures',
    'pictures',
    'poster',
    'probe',
    'sniff',
    'static-files',
    'strip',
  ].map((name) => `media/${name}`),
  'media/upload-quota',
  'media/without-a-temporary-folder',
  'realtime/im-socket',
  'realtime/v1-frames',
  'realtime/story-v1',
  'hostile/bodies',
  'app/log',
  'cli/start',
].map((name) => `packages/server/test/${name}.test.ts`);

/** Runs them, one version after the other; returns the result of each. */
export async function runOnOtherNodes() {
  const results = [];
  for (const version of VERSIONS.filter((one) => lineOf(one) !== lineOf(process.versions.node))) {
    const node = await findNode(version);
    if (node) results.push(await repeatTests(`Node.js ${version}`, { files: FILES, node }));
  }
  return results;
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
