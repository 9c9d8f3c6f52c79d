import { WebSocket } from 'ws';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(90_000) }); // several starts of real processes in each

const SECRET = 'a secret of these nodes, long enough';
const NODE = { KITH_BUS: 'postgres', KITH_TOKEN_SECRET: SECRET, KITH_DRAIN_MS: '0' };

test('two nodes share a database; a server without a bus, another secret or other files are refused beside them', async () => {
  const home = install();
  const first = await home.start({ env: NODE });
  const second = await home.start({ env: NODE });
  for (const { url } of [first, second]) expect((await fetch(`${url}/readyz`)).status).toBe(200);

  const DATABASE_URL = home.databaseUrl();
  const elsewhere = install();
  const refusals = [
    [home, {}, /uses this database together with other nodes\. Set KITH_BUS=postgres here too/],
    [
      home,
      { KITH_BUS: 'postgres' },
      /KITH_TOKEN_SECRET is not set\. All nodes of a database need the same one/,
    ],
    [
      home,
      { ...NODE, KITH_TOKEN_SECRET: SECRET.toUpperCase() },
      /KITH_TOKEN_SECRET is not that of the running nodes\./,
    ],
    [
      elsewhere,
      { ...NODE, DATABASE_URL },
      /does not hold the files of the running nodes\. All nodes need one folder/,
    ],
  ] as const;
  await Promise.all(
    refusals.map(async ([where, env, why]) => {
      const { code, stderr } = await where.launch({ env }).finished;
      expect(stderr).toMatch(why);
      expect(stderr).not.toMatch(/\n {4}at /);
      expect(code).toBe(1);
    }),
  );

  // The database stays while one of them uses it.
  expect(await first.end('SIGTERM')).toMatchObject({ code: 0 });
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  expect(await second.end('SIGTERM')).toMatchObject({ code: 0 });
  expect(await home.postmaster()).toBeUndefined();

  // Alone, a node may bring a new secret.
  const alone = await home.start({ env: { ...NODE, KITH_TOKEN_SECRET: SECRET.toUpperCase() } });
  expect(alone.log.some(({ msg }) => msg.startsWith('The token secret differs'))).toBe(true);
  await alone.end('SIGTERM');
});

test('a node beside a server without a bus is refused, and told what to set', async () => {
  const home = install();
  const alone = await home.start();
  const { code, stderr } = await home.launch({ env: NODE }).finished;
  expect(code).toBe(1);
  expect(stderr).toContain(
    'uses this database without a bus. Stop it first, and start it again with KITH_BUS=postgres.',
  );
  await alone.end('SIGTERM');
});

test('a version that changes the schema does not start beside running nodes', async () => {
  const home = install();
  const first = await home.start({ env: NODE });
  const db = await home.database();
  // As if the newest migration had not run yet.
  await db.query('delete from kysely_migration where name = (select max(name) from kysely_migration)');
  await db.end();
  const { code, stderr } = await home.launch({ env: NODE }).finished;
  expect(code).toBe(1);
  expect(stderr).toContain(
    'This version changes the schema of the database, which the running nodes do not know. Stop them first.',
  );
  await first.end('SIGTERM');
});

test('roles: a node serves only its own, and nonsense is refused', async () => {
  const home = install();
  const web = await home.start({ env: { ...NODE, KITH_ROLES: 'web' } });
  const gateway = await home.start({ env: NODE, args: ['--roles', 'gateway,worker'] });
  const get = async (url: string, path: string, headers = {}) =>
    (await fetch(`${url}${path}`, { headers })).status;
  expect(await get(web.url, '/im/app/getClientip')).toBe(200);
  expect(await get(gateway.url, '/im/app/getClientip')).toBe(404);
  for (const { url } of [web, gateway]) expect(await get(url, '/readyz')).toBe(200);
  expect(await opens(gateway.url)).toBe(true);
  expect(await opens(web.url)).toBe(false);
  await web.end('SIGTERM');
  await gateway.end('SIGTERM');

  const refused = [
    [['--roles', 'web'], {}, 'Without the roles gateway and worker, this node needs others beside it'],
    [['--roles', 'cook'], NODE, '--roles is "cook"; it must be one or more of web, gateway, worker'],
    [['--roles', ''], NODE, '--roles needs at least one role.'],
    [[], { ...NODE, KITH_ROLES: 'web,' }, 'KITH_ROLES is "web,"; it must be one or more of'],
    [['--workers', '0'], {}, '--workers is a whole number from 1 to 16.'],
    [['--workers', 'all'], {}, '--workers is a whole number from 1 to 16.'],
    [['--workers', '2', '--roles', 'worker'], NODE, '--workers has no use for a node that serves neither'],
    [['now'], {}, '"now" is not expected here.'],
  ] as const;
  await Promise.all(
    refused.map(async ([args, env, why]) => {
      const { code, stderr } = await home.launch({ args, env }).finished;
      expect(stderr, args.join(' ')).toContain(why);
      expect(code).toBeGreaterThan(0);
    }),
  );
});

/** Whether a WebSocket opens. */
function opens(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
    socket.once('open', () => {
      socket.close();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
