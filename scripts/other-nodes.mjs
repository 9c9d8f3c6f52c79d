// Runs the tests of processes, media and sockets on the other supported versions of Node.js.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { collectOutput } from './collect-output.mjs';
import { repeatTests } from './repeat-tests.mjs';

/** The oldest supported version, and the newest of each maintained line. */
const VERSIONS = ['20.19.6', '22.23.5', '24.22.3'];
export const FILES = [
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

/**
 * The oldest supported version, if it is another one of the line that runs: the files run on it instead of here, because
 * two versions of a line hardly differ. Undefined if it is not.
 */
export function oldestOfLine() {
  const [oldest] = VERSIONS;
  const isOther = lineOf(oldest) === lineOf(process.versions.node) && oldest !== process.versions.node;
  return isOther ? oldest : undefined;
}

/**
 * Runs the files, one version after the other, the one of this line first; returns the result of each. Without its program,
 * the files of the latter run here.
 */
export async function runOnOtherNodes() {
  const oldest = oldestOfLine();
  const others = VERSIONS.filter((one) => lineOf(one) !== lineOf(process.versions.node));
  const results = [];
  for (const version of oldest === undefined ? others : [oldest, ...others]) {
    const node = await findNode(version);
    if (node) results.push(await repeatTests(`Node.js ${version}`, { files: FILES, node }));
    else if (version === oldest)
      results.push(await repeatTests(`Node.js ${process.versions.node}, the same files`, { files: FILES }));
  }
  return results;
}

function lineOf(version) {
  return version.split('.')[0];
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
