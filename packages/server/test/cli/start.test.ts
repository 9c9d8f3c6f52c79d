import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eventually, install } from './kith-process.js';

vi.setConfig({ testTimeout: 90_000 }); // several starts of real processes in each

test('a fresh folder: one line says that it is ready; SIGTERM ends server and database; the next start is quick', async () => {
  const home = install();
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

  const second = await home.start();
  process.stdout.write(
    `  cli: ready after ${Math.round(first.readyMs)} ms on a fresh folder, ${Math.round(second.readyMs)} ms on the next start\n`,
  );
  expect(second.log.some(({ msg }) => msg === 'the schema is up to date')).toBe(false);
  expect(await second.end('SIGINT')).toMatchObject({ code: 0 });
  expect(await home.postmaster()).toBeUndefined();
});

test('a second server on the same folder or port is told so in a sentence, and the first one lives on', async () => {
  const home = install();
  const first = await home.start();
  const beside = await home.launch().finished;
  expect(beside.code).toBe(1);
  expect(beside.stderr).toMatch(
    /Another Kith server \(process \d+ on .+\) uses this database\. Stop it first, or /,
  );
  expect(beside.stderr).not.toMatch(/\n {4}at /);
  const elsewhere = await install().launch({ port: first.port }).finished;
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.stderr).toContain(`Port ${first.port} is in use: Kith runs there already.`);
  expect(elsewhere.stderr).not.toMatch(/\n {4}at /);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  await first.end('SIGTERM');

  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo; // it listens
  const refused = await home.launch({ port }).finished;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`Port ${port} is in use by another program.`);
  expect(await home.postmaster()).toBeUndefined();
  stranger.close();
});

test('a second SIGINT ends at once and says what it leaves, which the next start takes over', async () => {
  const home = install();
  const first = await home.start();
  process.kill(first.pid, 'SIGINT');
  process.kill(first.pid, 'SIGINT');
  const { code, stderr } = await first.finished;
  const pid = await home.postmaster();
  if (pid === undefined) return expect(code).toBe(0); // it had stopped before the second one came
  expect(stderr).toContain(`PostgreSQL keeps running (process ${pid}); the next start takes it over`);
  const next = await home.start();
  expect(await home.postmaster()).toBe(pid);
  await next.end('SIGTERM');
});

test('SIGTERM during the first start leaves no database running', async () => {
  const home = install();
  const { child, finished } = home.launch();
  await eventually('the database starts', async () => (await home.postmaster()) !== undefined, 20_000);
  child.kill('SIGTERM');
  expect(await finished).toMatchObject({ code: 0 });
  expect(await home.postmaster()).toBeUndefined();
  expect(existsSync(join(home.dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});
