import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { openV1Socket } from '../harness/v1-socket.js';
import { adaAndBo } from '../realtime/support.js';
import { caddy, haproxy, isInstalled, nginx, type Proxy } from './proxies.js';

vi.setConfig({ testTimeout: atPace(120_000), hookTimeout: atPace(60_000) }); // fifty megabytes pass through two processes

const SILENT_MS = 1_500;
// The client uses another loopback address than the proxy, and only the proxy's is trusted.
const CLIENT = '127.0.0.2';
const kith = useKith({
  config: { trustProxy: '127.0.0.1' },
  overrides: { timing: { silentForMs: SILENT_MS, lookEveryMs: 100 } },
});

const MB = 1024 * 1024;
const missing = [nginx, haproxy, caddy].filter(({ program }) => !isInstalled(program));
for (const { program, sample } of missing)
  process.stdout.write(`  proxies: ${program} is not installed, so docs/proxies/${sample} was not tried\n`);

describe.each([
  { kind: nginx, keepsSocketsOverReload: true },
  { kind: haproxy, keepsSocketsOverReload: true },
  { kind: caddy, keepsSocketsOverReload: false },
])('behind $kind.program', ({ kind, keepsSocketsOverReload }) => {
  const story = isInstalled(kind.program) ? test : test.skip;
  let proxy: Proxy;
  let ada: Person;
  let to: string;
  beforeAll(async () => {
    ({ ada, to } = await adaAndBo(kith));
    if (isInstalled(kind.program)) proxy = await kind.start(kith.server.port);
  });
  afterAll(() => proxy?.stop());

  const wsUrl = () => `ws://127.0.0.1:${proxy.port}/ws`;

  /** Posts a file in pieces. */
  async function upload(bytes: number, pieces: number, everyMs: number) {
    const head = `--b\r\nContent-Disposition: form-data; name="_token"\r\n\r\n${ada.token}\r\n--b\r\nContent-Disposition: form-data; name="list_id"\r\n\r\n${to}\r\n--b\r\nContent-Disposition: form-data; name="type"\r\n\r\n0\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;
    const tail = '\r\n--b--\r\n';
    const piece = Buffer.alloc(bytes / pieces, 'k');
    return ask('/im/upload/chat', {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': head.length + bytes + tail.length,
      },
      body: async function* () {
        yield head;
        for (let i = 0; i < pieces; i++) {
          if (everyMs > 0) await sleep(everyMs);
          yield piece;
        }
        yield tail;
      },
    });
  }

  function ask(
    path: string,
    init: {
      method?: string;
      headers?: Record<string, string | number>;
      body?: () => AsyncIterable<string | Buffer>;
    } = {},
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body } = init;
      const outgoing = request(
        { host: '127.0.0.1', port: proxy.port, localAddress: CLIENT, path, method, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      outgoing.on('error', reject);
      void (async () => {
        for await (const piece of body?.() ?? [])
          if (!outgoing.write(piece)) await new Promise((done) => outgoing.once('drain', done));
        outgoing.end();
      })();
    });
  }

  story('both kinds of sockets work', async () => {
    const [socket, v1] = [
      await openLegacySocket(wsUrl(), ada.token),
      await openV1Socket(wsUrl(), { token: ada.token }),
    ];
    await Promise.all([socket.settle(), v1.settle()]);
    socket.close();
    v1.close();
  });

  story(
    'a file of exactly the largest size arrives; a larger one is refused in words that clients show',
    async () => {
      const largest = await upload(50 * MB, 50, 0);
      expect([largest.status, (JSON.parse(largest.text) as { err: number }).err]).toEqual([200, 0]);
      const larger = await upload(51 * MB, 51, 0);
      expect(larger.status).toBe(200);
      expect(JSON.parse(larger.text)).toMatchObject({ err: 1, msg: '文件不能超过50MB' });
    },
  );

  story('a slow upload has as much time as it needs', async () => {
    const begun = performance.now();
    const { status, text } = await upload(300_000, 10, SILENT_MS / 3);
    expect(performance.now() - begun).toBeGreaterThan(3 * SILENT_MS);
    expect([status, (JSON.parse(text) as { err: number }).err]).toEqual([200, 0]);
  });

  story('the address is that of the client, whatever it claims', async () => {
    const username = `spoof_${kind.program}`;
    const body = `username=${username}&password=Passw0rd1&nickname=x`;
    const { text } = await ask('/im/in/reg', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        'x-forwarded-for': '198.51.100.66',
      },
      body: async function* () {
        yield body;
      },
    });
    expect(JSON.parse(text)).toMatchObject({ err: 0 });
    const rows = await kith.sql('select address from accounts where username = $1', [username]);
    expect(rows).toEqual([{ address: CLIENT }]);
  });

  story('the metrics are not there, however they are spelt', async () => {
    for (const path of ['/metrics', '/metrics/', '/%6detrics', '//metrics', '/METRICS'])
      expect(await ask(path), path).toEqual({ status: 404, text: 'not found' });
    expect(await ask('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
  });

  story('a reload keeps sockets, or they come back', async () => {
    const socket = await openLegacySocket(wsUrl(), ada.token);
    await proxy.reload();
    if (keepsSocketsOverReload) await socket.settle();
    else await socket.closed;
    const again = await openLegacySocket(wsUrl(), ada.token);
    await again.settle();
    for (const one of [socket, again]) one.close();
  });
});
