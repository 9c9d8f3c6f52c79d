import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { request } from 'node:http';
import pg from 'pg';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { openOperatorHttp } from '../../src/app/operator-http.js';
import { decideConfig } from '../../src/config/config.js';
import { readEnv } from '../../src/config/env.js';
import { useKith } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { picture } from '../im/pictures.js';
import { adaAndBo, say } from '../realtime/support.js';

const kith = useKith();

const get = async (path: string) => {
  const response = await fetch(`${kith.url}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};

/** The details for operators. */
const operators = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${kith.server.operatorPort}${path}`);
  return { status: response.status, text: await response.text() };
};

/** The value of a metric, with its labels as written. */
async function metric(name: string): Promise<number> {
  const { text } = await operators('/metrics');
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? NaN : Number(line.slice(name.length + 1));
}

test('/healthz reports that the process is alive', async () => {
  expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
});

test('the metrics have their own address; strangers cannot reach them under any spelling', async () => {
  expect((await operators('/metrics')).text).toMatch(/^process_cpu_seconds_total /m);
  expect((await operators('/metrics/')).status).toBe(404);
  for (const path of [
    '/metrics',
    '/metrics/',
    '//metrics',
    '/%6detrics',
    '/Metrics',
    '/metrics%20',
    '/metrics?x',
    '/./metrics',
    '/im/../metrics',
    `http://127.0.0.1:${kith.server.port}/metrics`,
  ])
    expect(await raw(path), path).not.toMatch(/process_cpu|kith_/);
});

test.each(['/healthz', '/readyz'])('%s has one spelling', async (path) => {
  expect(await raw(path)).toMatch(/^HTTP 200 /);
  expect(await raw(`http://127.0.0.1:${kith.server.port}${path}`)).toMatch(/^HTTP 200 /);
  for (const other of [`${path}/`, `/${path}`, path.replace('z', '%7a'), path.toUpperCase(), `${path}%20`])
    expect(await raw(other), other).toBe('HTTP 404 not found');
});

test('a path of the Chat API has the spellings that clients use, without escapes; one of the Friendship API has one', async () => {
  for (const path of ['/IM/App/Config/', '//im//app/config', '/im/app/config%20/'])
    expect(await raw(path), path).toContain('"err":0');
  expect(await raw('/im/%61pp/config')).toContain('接口不存在');
  expect(await raw('/%69m/app/config')).toBe('HTTP 404 not found');
  for (const path of [
    '/api/channel/',
    '/api//channel',
    '/api/%76ip_plan',
    '/API/channel',
    '/api/%73tore/apple',
  ])
    expect(await raw(path), path).toMatch(/^HTTP 40[04] /);
});

test('the metrics cover sockets, messages, uploads, refusals, disk and database', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  expect(await metric('kith_connections')).toBe(0);
  const [socket, v1, stranger] = [
    await ada.socket(),
    await bo.v1(),
    await openLegacySocket(`${kith.url.replace('http', 'ws')}/ws`),
  ];
  expect(await metric('kith_connections')).toBe(2);
  expect(await metric('kith_sockets{protocol="im",account="yes"}')).toBe(1);
  expect(await metric('kith_sockets{protocol="im",account="no"}')).toBe(1);
  expect(await metric('kith_sockets{protocol="kith.v1",account="yes"}')).toBe(1);
  expect(await metric('kith_open_connections')).toBeGreaterThanOrEqual(3);

  await say(v1, to, 'hello');
  await socket.next('chatData');
  expect(await metric('kith_message_ack_seconds_count')).toBe(1);
  expect(await metric('kith_message_delivery_seconds_count')).toBeGreaterThanOrEqual(1);
  expect(await metric('kith_messages_waiting')).toBe(0);
  expect(await metric('kith_database_requests_waiting')).toBe(0);

  await ada.im.upload.chat({ list_id: to, type: 0 }, await picture('red'));
  expect(await metric('kith_uploads_total{outcome="stored"}')).toBe(1);
  expect(await metric('kith_upload_bytes_total')).toBeGreaterThan(50);
  expect(await metric('kith_storing')).toBe(1);
  expect(await metric('kith_disk_free_bytes')).toBeGreaterThan(0);
  expect(await metric('kith_database_start_time_seconds')).toBeGreaterThan(1e9);
  for (const one of [socket, v1, stranger]) one.close();
});

test('/readyz follows the database, /healthz does not; only operators get details', async () => {
  const ada = await kith.person('ada');
  expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  expect(JSON.parse((await operators('/readyz')).text)).toMatchObject({ status: 'ready', storing: true });
  const [row] = await kith.sql<{ name: string }>('select current_database() as name');
  const name = row!.name;
  const admin = new pg.Client(inject('database'));
  await admin.connect();

  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  expect(await get('/readyz')).toMatchObject({ status: 503, text: '{"status":"not ready"}' });
  expect((await get('/healthz')).status).toBe(200);

  await admin.query(`alter database ${name} with allow_connections true`);
  await admin.end();
  expect((await get('/readyz')).status).toBe(200);
  expect((await ada.im.get.base()).user_info.id).toBe(ada.id);
});

test('the default metrics address may be in use, a configured one may not', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo; // it listens
  const lines: string[] = [];
  const open = (isWanted: boolean) =>
    openOperatorHttp({
      address: { host: '127.0.0.1', port, isWanted },
      metrics: { contentType: 'text/plain', read: () => Promise.resolve('') },
      readiness: () => Promise.reject(new Error('nobody asks')),
      log: pino({}, { write: (line: string) => void lines.push(line) }),
    });
  await expect(open(true)).rejects.toThrow(
    `The metrics cannot be served at 127.0.0.1:${port} (EADDRINUSE). Set KITH_METRICS_ADDRESS`,
  );
  expect((await open(false)).port).toBeUndefined();
  expect(lines.join()).toContain('This server does not serve them.');
  stranger.close();
});

test.each([
  [undefined, { host: '127.0.0.1', port: 9464, isWanted: false }],
  ['[::1]:9000', { host: '::1', port: 9000, isWanted: true }],
  ['metrics.internal:9000', { host: 'metrics.internal', port: 9000, isWanted: true }],
  ['off', undefined],
])('KITH_METRICS_ADDRESS=%s is accepted', (text, expected) => {
  expect(decideConfig(readEnv({ KITH_METRICS_ADDRESS: text })).metrics).toEqual(expected);
});

test.each(['9464', '127.0.0.1', '::1:9464', '127.0.0.1:99999', 'on'])(
  'KITH_METRICS_ADDRESS=%s is refused',
  (text) => {
    expect(() => decideConfig(readEnv({ KITH_METRICS_ADDRESS: text }))).toThrow(/KITH_METRICS_ADDRESS/);
  },
);

/** A raw request line: `fetch` would normalize the path. */
function raw(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: kith.server.port, path }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(`HTTP ${response.statusCode} ${text}`));
    })
      .on('error', reject)
      .end();
  });
}
