import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(90_000) }); // several starts of real processes

test('a second server on the same folder or port exits with one sentence, and the first one keeps running', async () => {
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
  expect(elsewhere.stderr).toContain(`Port ${first.port} is in use: Kith already runs there.`);
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
