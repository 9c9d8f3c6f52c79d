// Finds redis-server for the tests. As root on Debian it is installed, without starting the service of the package.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** While it exists and exits with 101, Debian's packages start no service. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Whether the program of Redis or Valkey is on the path. */
export function hasRedis() {
  return ['redis-server', 'valkey-server'].some((name) => spawnSync(name, ['--version']).status === 0);
}

/** Installs redis-server if it is missing, this is root, and there is apt-get. */
export function installRedis() {
  if (hasRedis() || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log('Installing redis-server for the tests …');
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'];
    // Without lists of packages, only the second attempt succeeds.
    for (const args of [install, ['update', '-qq'], install]) {
      if (hasRedis()) return;
      spawnSync('apt-get', args, {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: 'ignore',
        timeout: 120_000,
      });
    }
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
}
