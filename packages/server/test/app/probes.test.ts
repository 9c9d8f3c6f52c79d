import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { useKith } from '../harness/kith.js';

const kith = useKith();

const get = async (path: string) => {
  const response = await fetch(`${kith.url}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

test('/healthz says that the process lives', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
});

test('/metrics shows how the process does, and how many people are connected', async () => {
  const connections = async () => Number(/^kith_connections (\d+)$/m.exec((await get('/metrics')).text)?.[1]);
  expect((await get('/metrics')).type).toMatch(/^text\/plain/);
  expect((await get('/metrics')).text).toMatch(/^process_cpu_seconds_total /m);
  expect(await connections()).toBe(0);
  const socket = await (await kith.person('ada')).socket();
  expect(await connections()).toBe(1);
  socket.close();
});

test('/readyz follows the database, /healthz does not', async () => {
  const ada = await kith.person('ada');
  expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  const [row] = await kith.sql<{ name: string }>('select current_database() as name');
  const name = row!.name;
  const admin = new pg.Client(inject('database'));
  await admin.connect();

  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  expect((await get('/readyz')).status).toBe(503);
  expect((await get('/healthz')).status).toBe(200);

  await admin.query(`alter database ${name} with allow_connections true`);
  await admin.end();
  expect((await get('/readyz')).status).toBe(200);
  expect((await ada.im.get.base()).user_info.id).toBe(ada.id);
});
