import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { eventually, install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(90_000) }); // several starts of real processes in each

test('a fresh folder: one line reports that the server is ready; SIGTERM stops server and database; the next start is quick', async () => {
  const home = install({ isNew: true });
  const first = await home.start();
  const ready = first.log.filter(({ msg }) => msg.startsWith('ready at '));
  expect(ready).toHaveLength(1);
  expect(ready[0]).toMatchObject({
    port: first.port,
    dataDir: home.dataDir,
    msg: `ready at http://localhost:${first.port}`,
  });
  expect(ready[0]?.['databasePid']).toBe(await home.postmaster());
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  expect(statSync(join(home.dataDir, 'token-secret')).mode & 0o777).toBe(0o600);

  expect(await first.end('SIGTERM')).toMatchObject({ code: 0, signal: null });
  expect(await home.postmaster()).toBeUndefined();

  // A temporary folder of a server that was killed while it decoded a video.
  const temporary = mkdtempSync(join(tmpdir(), 'kith-t-'));
  chmodSync(temporary, 0o1777);
  const abandoned = join(temporary, 'kith-poster-abc123');
  mkdirSync(abandoned);
  utimesSync(abandoned, 0, 0);
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));

  const second = await home.start({ env: { TMPDIR: temporary } });
  process.stdout.write(
    `  cli: ready after ${Math.round(first.readyMs)} ms on a fresh folder, ${Math.round(second.readyMs)} ms on the next start\n`,
  );
  expect(second.log.some(({ msg }) => msg === 'the schema is up to date')).toBe(false);
  await eventually('the abandoned folder is removed', () => !existsSync(abandoned));
  expect(await second.end('SIGINT')).toMatchObject({ code: 0 });
  expect(await home.postmaster()).toBeUndefined();
});

test('a second SIGINT stops at once and reports what it leaves, which the next start takes over', async () => {
  const home = install();
  const first = await home.start();
  process.kill(first.pid, 'SIGINT');
  process.kill(first.pid, 'SIGINT');
  const { code, stderr } = await first.finished;
  const pid = await home.postmaster();
  if (pid === undefined) return expect(code).toBe(0); // it had stopped before the second one arrived
  expect(stderr).toContain(`PostgreSQL keeps running (process ${pid}); the next start takes it over`);
  const next = await home.start();
  expect(await home.postmaster()).toBe(pid);
  await next.end('SIGTERM');
});

test('SIGTERM during the first start leaves no running database', async () => {
  const home = install({ isNew: true });
  const { child, finished } = home.launch();
  await eventually('the database starts', async () => (await home.postmaster()) !== undefined, 20_000);
  child.kill('SIGTERM');
  expect(await finished).toMatchObject({ code: 0 });
  expect(await home.postmaster()).toBeUndefined();
  expect(existsSync(join(home.dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});
