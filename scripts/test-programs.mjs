// Finds the programs that tests use. As root on Debian, missing ones are installed, without starting their services.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** While it exists and exits with 101, Debian's packages start no service. */
const POLICY = '/usr/sbin/policy-rc.d';
/** Without a window of its own first: it needs a third less processor time. */
const BROWSERS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
].map((name) => `/usr/bin/${name}`);

/** Whether the program of Redis or Valkey is on the path. */
export function hasRedis() {
  return ['redis-server', 'valkey-server'].some((name) => spawnSync(name, ['--version']).status === 0);
}

/** Whether the TURN server coturn is on the path. */
export function hasTurn() {
  return spawnSync('turnserver', ['--help']).error === undefined;
}

/** The path of Chromium or Chrome: `CHROMIUM_PATH`, or an installed one; undefined if there is none. */
export function findBrowser() {
  return process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path));
}

/** Installs redis-server, coturn, and Chromium with Chinese letters and emoji if they are missing, this is root, and there is apt-get. */
export function installPrograms() {
  const packages = [
    ...(hasRedis() ? [] : ['redis-server']),
    ...(hasTurn() ? [] : ['coturn']),
    ...(findBrowser() ? [] : ['chromium-headless-shell', 'fonts-noto-cjk', 'fonts-noto-color-emoji']),
  ];
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  if (spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`Installing ${packages.join(', ')} for the tests …`);
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    // Without lists of packages, only the second attempt succeeds.
    if (!aptGet(install) && aptGet(['update', '-qq'])) aptGet(install);
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}

function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: 300_000 }).status === 0;
}
