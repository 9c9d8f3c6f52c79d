import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeJobLocks, type JobLocks } from '../../src/adapters/postgres/job-locks.js';
import { atPace } from '../harness/at-pace.js';
import { eventually } from '../harness/eventually.js';

const log = pino({ level: 'silent' });
const name = `kith_jobs_${process.pid}`;
const database = { ...inject('database'), database: name };
const KEYS = { sweep: 1, index: 2 };
type Locks = JobLocks<keyof typeof KEYS>;
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('database'));
  await admin.connect();
  await admin.query(`create database ${name}`);
});
afterAll(async () => {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

function start(address: pg.ClientConfig = database): Locks {
  const locks = makeJobLocks(address, log, KEYS);
  locks.start();
  return locks;
}

const holders = (nodes: readonly Locks[], job: keyof typeof KEYS) => nodes.filter((node) => node.holds(job));

/** The connections that hold a job. */
async function holdersInDatabase(): Promise<number[]> {
  const { rows } = await admin.query<{ pid: number }>(
    `select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and a.datname = $1`,
    [name],
  );
  return rows.map(({ pid }) => pid);
}

/** Looks every few milliseconds whether a job has two holders. */
function watchForTwo(nodes: readonly Locks[]): { stop(): number } {
  let found = 0;
  const timer = setInterval(() => {
    for (const job of ['sweep', 'index'] as const) if (holders(nodes, job).length > 1) found++;
  }, 2);
  return {
    stop: () => {
      clearInterval(timer);
      return found;
    },
  };
}

/** A proxy whose connections can be frozen, as those of a process that is stopped or cut off. */
async function makeProxy(): Promise<{ address: pg.ClientConfig; freeze(): void; close(): void }> {
  const { host, port } = database as { host: string; port: number };
  const sockets: net.Socket[] = [];
  const server = net.createServer((inner) => {
    const outer = host.startsWith('/')
      ? net.connect(join(host, `.s.PGSQL.${port}`))
      : net.connect({ host, port });
    inner.pipe(outer).pipe(inner);
    for (const socket of [inner, outer]) socket.on('error', () => undefined);
    sockets.push(inner, outer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: { ...database, host: '127.0.0.1', port: (server.address() as net.AddressInfo).port },
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('each job has one holder among three nodes, and another one as soon as the holder stops', async () => {
  const nodes = [start(), start(), start()];
  const watch = watchForTwo(nodes);
  // Every node has tried.
  await sleep(2 * bounds.job.everyMs);
  for (let left = nodes.length; left > 0; left--) {
    await eventually('both jobs are held', () =>
      (['sweep', 'index'] as const).every((job) => holders(nodes, job).length === 1),
    );
    await holders(nodes, 'sweep')[0]!.close();
  }
  await Promise.all(nodes.map((node) => node.close()));
  expect(watch.stop()).toBe(0);
});

test('a holder whose connection is ended loses its jobs at once, and the jobs go on', async () => {
  const nodes = [start(), start()];
  const watch = watchForTwo(nodes);
  await eventually('a node holds the job', () => holders(nodes, 'sweep').length === 1);
  const before = await holdersInDatabase();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'kith jobs'`,
    [name],
  );
  await eventually('another connection holds the jobs', async () => {
    const after = await holdersInDatabase();
    return (
      after.length > 0 && after.every((pid) => !before.includes(pid)) && holders(nodes, 'sweep').length === 1
    );
  });
  await Promise.all(nodes.map((node) => node.close()));
  expect(watch.stop()).toBe(0);
});

test(
  'a holder that is frozen or cut off gives up by itself before the database passes its jobs on',
  async () => {
    const proxy = await makeProxy();
    const frozen = start(proxy.address);
    await eventually('it holds the job', () => frozen.holds('sweep'));
    const nodes = [frozen, start()];
    const watch = watchForTwo(nodes);
    proxy.freeze();
    await eventually('it gives up', () => !frozen.holds('sweep'), bounds.job.leaseMs + 1000);
    expect(holders(nodes, 'sweep')).toEqual([]);
    await eventually('the other one goes on', () => nodes[1]!.holds('sweep'), bounds.job.silentForMs + 3000);
    await sleep(100);
    expect(watch.stop()).toBe(0);
    proxy.close();
    await Promise.all(nodes.map((node) => node.close()));
  },
  atPace(30_000),
);
