import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { eventually, install } from './kith-process.js';
import { workersOf } from './workers.js';

vi.setConfig({ testTimeout: atPace(90_000) }); // several starts of real processes in each

const TWO = ['--workers', '2'];

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`);

const readMetrics = async (port: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

test('kith start --workers 2 serves one port with two processes, replaces those that die, and stops everything', async () => {
  const home = install();
  const metrics = createServer().listen(0, '127.0.0.1');
  await once(metrics, 'listening');
  const { port: metricsPort } = metrics.address() as AddressInfo; // it listens
  metrics.close();
  const primary = await home.start({
    args: TWO,
    env: { KITH_METRICS_ADDRESS: `127.0.0.1:${metricsPort}` },
  });
  expect(primary.log.filter(({ msg }) => msg.startsWith('ready at '))).toMatchObject([
    { port: primary.port, workers: 2 },
  ]);
  const [first, second, ...others] = workersOf(primary);
  expect(others).toEqual([]);
  expect((await fetch(`${primary.url}/readyz`)).status).toBe(200);

  // The primary reports the sums of both, and the state of the worst.
  expect(await readMetrics(metricsPort)).toMatch(/^kith_storing 1$/m);
  expect(await readMetrics(metricsPort)).toMatch(/^kith_connections 0$/m);
  const operators = await fetch(`http://127.0.0.1:${metricsPort}/readyz`);
  expect(await operators.json()).toMatchObject({ status: 'ready', storing: true });

  process.kill(first!, 'SIGKILL');
  const survivors = () => workersOf(primary).filter((pid) => pid !== first);
  await eventually('another worker takes its place', () => survivors().length === 2, 20_000);
  const two = survivors();
  expect(two).toContain(second);
  await eventually('both serve', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${primary.url}/readyz`)));
    return answers.every(({ status }) => status === 200);
  });
  expect(primary.log.find(({ msg }) => msg.startsWith('a worker ended'))).toMatchObject({
    pid: first,
    signalCode: 'SIGKILL',
  });

  // Without any worker the port stays open, and connections wait for the next one.
  for (const pid of two) process.kill(pid, 'SIGKILL');
  // The primary hands these to workers that have just died. One that a worker has taken ends with it; none hangs.
  const atOnce = Array.from({ length: 4 }, () => askReadiness(primary.port).catch(() => 'closed'));
  await eventually('both have ended', () => !two.some(isRunning));
  expect(await askReadiness(primary.port)).toMatch(/^HTTP\/1.1 200 /);
  for (const answer of await Promise.all(atOnce)) expect(answer).toMatch(/^(HTTP\/1.1 200 |closed|$)/);
  const last = workersOf(primary);

  expect(await primary.end('SIGTERM')).toMatchObject({ code: 0, signal: null });
  expect(last.filter(isRunning)).toEqual([]);
  expect(await home.postmaster()).toBeUndefined();
});

/** The response to a request over a connection of its own. */
async function askReadiness(port: number): Promise<string> {
  const connection = connect(port, '127.0.0.1');
  await once(connection, 'connect');
  connection.write('GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  return text(connection);
}

test('a primary that is killed takes its workers along, and the next start takes over', async () => {
  const home = install();
  const first = await home.start({ args: TWO });
  const workers = workersOf(first);
  expect(workers).toHaveLength(2);
  expect(await first.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
  await eventually('its workers end', () => !workers.some(isRunning));
  const next = await home.start({ args: TWO, port: first.port });
  expect((await fetch(`${next.url}/readyz`)).status).toBe(200);
  const successors = workersOf(next);
  process.kill(successors[0]!, 'SIGSTOP'); // one that hangs does not end by itself
  process.kill(next.pid, 'SIGTERM');
  process.kill(next.pid, 'SIGINT');
  await next.finished;
  await eventually('a second signal ends its workers too', () => !successors.some(isRunning));
});

test('workers that cannot start end with one sentence', async () => {
  const home = install();
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo; // it listens
  const refused = await home.launch({ args: TWO, port }).finished;
  stranger.close();
  expect(refused.code).toBe(1);
  expect(refused.stderr.split('\n').filter((line) => line.startsWith('kith start:'))).toEqual([
    `kith start: Port ${port} is in use by another program. Stop it first, or choose another port with PORT.`,
  ]);
  expect(await home.postmaster()).toBeUndefined();
});
