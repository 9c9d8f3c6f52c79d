import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: 60_000 });

const NOBODY = 65_534;

test('a fresh folder is in order, and nothing but the database is made there', async () => {
  const home = install();
  const { code, stdout } = await home.kith(['doctor']);
  expect(stdout).toContain('ok    database: embedded PostgreSQL');
  expect(stdout).toContain('ok    schema: none yet; the first start makes it');
  expect(stdout).toContain('Everything is in order.');
  expect(code).toBe(0);
  expect(await home.postmaster()).toBeUndefined();

  // A schema from the future, an open secret and a taken port, all in one look.
  await home.kith(['migrate']);
  const server = await home.start();
  const db = await home.database();
  await db.query(`insert into kysely_migration values ('29991231-01-future', '')`);
  await db.end();
  await server.end('SIGTERM');
  chmodSync(join(home.dataDir, 'token-secret'), 0o644);
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const port = String((stranger.address() as AddressInfo).port); // it listens
  const ill = await home.kith(['doctor'], { env: { PORT: port } });
  stranger.close();
  expect(ill.code).toBe(1);
  expect(problems(ill.stdout)).toEqual([
    expect.stringMatching(/^secrets: Others can read .*token-secret \(mode 644\)/),
    'schema: A newer version of Kith has used this database (29991231-01-future).',
    `port: Port ${port} is in use by another program.`,
  ]);
  expect(ill.stdout.match(/^ {6}fix: .+$/gm)).toHaveLength(3);

  const refused = await home.launch().finished;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('A newer version of Kith has used this database');
  expect(await home.postmaster()).toBeUndefined();
});

test('a database that refuses is told without its password, and the rest is looked at all the same', async () => {
  const { code, stdout, stderr } = await install().kith(['doctor'], {
    env: { DATABASE_URL: 'postgres://kith:hush@127.0.0.1:1/kith', KITH_TOKEN_SECRET: 'short hush' },
  });
  expect(code).toBe(1);
  expect(problems(stdout)).toEqual([
    'secrets: KITH_TOKEN_SECRET is too short.',
    'database: The database at 127.0.0.1:1/kith accepts no connections: nothing listens there.',
  ]);
  expect(stdout).toContain('ok    files: stored, read back and removed');
  expect(stdout + stderr).not.toContain('hush');
});

test('a folder that cannot be written to is named, with what to do', async () => {
  const home = install();
  mkdirSync(home.dataDir, { mode: 0o555 });
  // Root may write anywhere, so somebody else looks.
  const isRoot = process.getuid?.() === 0;
  const { code, stdout } = await home.kith(['doctor'], isRoot ? { uid: NOBODY } : {});
  expect(code).toBe(1);
  expect(problems(stdout)).toEqual([
    expect.stringContaining(`data folder: Nothing can be written to ${home.dataDir}`),
  ]);
  expect(stdout).toContain('choose another folder with KITH_DATA_DIR');
  expect(stdout).toContain('ok    pictures');
  expect(stdout).toContain('ok    sound and video: a sample could be read');
  rmSync(home.dataDir, { recursive: true });
});

function problems(stdout: string): string[] {
  return [...stdout.matchAll(/^FAIL {2}(.*)$/gm)].map(([, problem = '']) => problem);
}
