import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectionsWithin, readDescriptorLimit } from '../../src/app/descriptors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { eventually, useKith, type Kith } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { people, upTo } from '../realtime/support.js';

const ports = { passwords: plainPasswords };
const warnings = collectWarnings();
const small = useKith({
  log: warnings.log,
  config: { maxConnections: 60, connectionsPerAddress: 60 },
  overrides: { ports },
});
const crowded = useKith({ config: { connectionsPerAddress: 20 }, overrides: { ports } });
const proxied = useKith({
  config: { connectionsPerAddress: 20, trustProxy: '127.0.0.1' },
  overrides: { ports },
});

const opened: { destroy(): void }[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.destroy()));

async function silent(kith: Kith): Promise<Socket> {
  const socket = connect({ port: kith.server.port, host: '127.0.0.1' });
  socket.on('error', () => undefined).resume();
  opened.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Opens a socket; its outcome is the HTTP status of a refusal, or the way it was closed. */
function open(kith: Kith, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${kith.url.replace('http', 'ws')}/ws`, { headers });
  const state = {
    opened: false,
    closed: undefined as number | undefined,
    refused: undefined as number | undefined,
  };
  socket.on('open', () => (state.opened = true));
  socket.on('close', (code) => (state.closed = code));
  socket.on('unexpected-response', (request, response) => {
    state.refused = response.statusCode;
    request.destroy();
  });
  socket.on('error', () => undefined);
  opened.push({ destroy: () => socket.terminate() });
  return state;
}

/** Sends a request over its own connection. */
function fresh(path: string): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: small.server.port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, body: text.startsWith('{') ? JSON.parse(text) : text }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('a server with too many connections', () => {
  test('refuses in the format of each API and logs once which limit to raise; probes and members are still served', async () => {
    const [ada] = await people(small, 'ada');
    const member = await ada.socket();
    const sockets = upTo(100).map(() => open(small));
    await eventually('all are decided', () =>
      sockets.every((one) => one.opened || one.refused !== undefined || one.closed !== undefined),
    );
    expect(sockets.filter((one) => one.opened).length).toBeLessThanOrEqual(44);
    expect(sockets.filter((one) => one.opened).length).toBeGreaterThan(30);
    // Silent connections do not take the places of requests.
    await Promise.all(upTo(40).map(() => silent(small)));

    for (const path of ['/healthz', '/readyz']) expect((await fresh(path)).status).toBe(200);
    expect(await fresh('/im/app/config')).toEqual({
      status: 200,
      body: { err: 1, msg: '服务繁忙，请稍后再试' },
    });
    expect(await fresh('/api/channel')).toMatchObject({ status: 500, body: { code: 500101 } });
    expect((await fresh('/static/photo/default_man/90.jpg')).status).toBe(503);
    await member.settle();
    const lines = warnings.drain();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('The limit of 60 open connections is reached. Raise KITH_MAX_CONNECTIONS.');

    opened.splice(0).forEach((one) => one.destroy());
    await eventually(
      'there is room again',
      async () => (await ada.im.get.base().catch(() => undefined)) !== undefined,
    );
    expect(open(small).refused).toBeUndefined();
    member.close();
  });

  test('has a limit below that of file descriptors', () => {
    expect(connectionsWithin(20_000)).toBe(18_000);
    expect(connectionsWithin(1_024)).toBe(896);
    expect(connectionsWithin(300)).toBe(172);
    expect(connectionsWithin(undefined)).toBe(100_000);
    if (process.platform === 'linux') expect(readDescriptorLimit()).toBeGreaterThan(100);
  });
});

describe('one address', () => {
  test('has a maximum of sockets without an account; the oldest is closed, and sockets of members do not count', async () => {
    const [ada] = await people(crowded, 'ada');
    const members = await Promise.all(upTo(15).map(() => ada.socket()));
    const strangers: ReturnType<typeof open>[] = [];
    for (const _ of upTo(30)) {
      const socket = open(crowded);
      strangers.push(socket);
      await eventually('it is open', () => socket.opened);
    }
    await eventually(
      'the oldest are closed',
      () => strangers.filter((one) => one.closed === 4010).length >= 10,
    );
    expect(strangers.slice(0, 10).map((one) => one.closed)).toEqual(upTo(10).map(() => 4010));
    expect(strangers.at(-1)!.closed).toBeUndefined();
    await Promise.all(members.map((member) => member.settle()));
    // A client that signs in at once has a place.
    const late = await ada.socket();
    for (const member of [...members, late]) member.close();
  });

  test('has a maximum of idle connections', async () => {
    const idle: Socket[] = [];
    for (const _ of upTo(40)) idle.push(await silent(crowded));
    await eventually(
      'the oldest are gone',
      () => idle.filter((one) => one.destroyed || one.closed).length >= 20,
    );
    expect((await fetch(`${crowded.url}/healthz`)).status).toBe(200);
  });

  test('behind a proxy is the one that the proxy reports; in IPv6 its network counts', async () => {
    const from = (address: string) => open(proxied, { 'x-forwarded-for': address });
    const many: ReturnType<typeof open>[] = [];
    for (const i of upTo(25)) {
      const socket = from(`2001:db8:1:2::${i}`);
      many.push(socket);
      await eventually('it is open', () => socket.opened);
    }
    await eventually('the oldest are closed', () => many.filter((one) => one.closed === 4010).length === 5);
    const others = upTo(25).map((i) => from(`203.0.113.${i}`));
    await eventually('all are open', () => others.every((one) => one.opened));
    expect(others.some((one) => one.closed !== undefined)).toBe(false);
  });

  test('behind a proxy has a maximum of parallel requests', async () => {
    const ask = (address: string, body: string) => {
      const socket = connect({ port: proxied.server.port, host: '127.0.0.1' });
      opened.push(socket);
      const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
      socket.on('error', () => undefined);
      socket.write(
        `POST /im/app/config HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nContent-Length: 5\r\n\r\n${body}`,
      );
      return answer;
    };
    for (const _ of upTo(20)) void ask('203.0.113.90', 'a=');
    expect(await ask('203.0.113.91', 'a=123')).toContain('"err":0');
    await eventually('the places are taken', async () =>
      (await ask('203.0.113.90', 'a=123')).includes('服务繁忙'),
    );
    expect(await ask('203.0.113.91', 'a=123')).toContain('"err":0');
  });
});

test('a stranger who opens a thousand sockets does not stop others from opening one', async () => {
  const [ada] = await people(crowded, 'ada');
  const hostile = upTo(200).map(() => open(crowded));
  const socket = await openLegacySocket(`${crowded.url.replace('http', 'ws')}/ws`, ada.token);
  await socket.settle();
  await eventually('most are closed', () => hostile.filter((one) => one.closed !== undefined).length >= 150);
  await socket.settle();
  socket.close();
});
