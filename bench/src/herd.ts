import { randomBytes, randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectIm } from '@kith/sdk';
import pLimit from 'p-limit';
import { cpuOfKith, freePort, launchKith, makeDataDir } from './process.js';

// Measures a reconnect storm: how long until all sockets have an account again after the server was killed?
const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '10000' },
    /** The share of sockets of existing clients. */
    legacy: { type: 'string', default: '0.5' },
    /** Whether all sockets come from one address, as without a proxy; otherwise each has its own. */
    'one-address': { type: 'boolean', default: false },
  },
});
const COUNT = Number(values.sockets);
const atOnce = pLimit(100);
/** How long a client waits for an answer before it retries. */
const PATIENCE_MS = 30_000;
const FIRST_TRY_WITHIN_MS = 5_000;
const LONGEST_PAUSE_MS = 10_000;

interface Member {
  readonly token: string;
  readonly address: string;
  readonly isLegacy: boolean;
  socket: Socket | undefined;
}

const dataDir = await makeDataDir();
const port = await freePort();
let server = await launchKith(dataDir, port);
try {
  const members = await timed('visitors registered', () =>
    atOnce.map(Array.from({ length: COUNT }), (_, i) => makeMember(i)),
  );
  const before = cpuOfKith(server, dataDir);
  await timed('connected', () => atOnce.map(members, signIn));
  printCost('a first connection', before);
  await sleep(2_000);

  console.log(`load before the kill: ${loadavg()[0]!.toFixed(1)}`);
  const killedAt = performance.now();
  server.kill('SIGKILL');
  const tries = { refused: 0, hung: 0 };
  const back = members.map((member) => reconnect(member, killedAt, tries));
  server = await launchKith(dataDir, port);
  console.log(`ready ${seconds(performance.now() - killedAt)} after the kill`);
  const started = cpuOfKith(server, dataDir);
  const times = await Promise.all(back);
  for (const isLegacy of [true, false]) {
    const some = times.filter((_, i) => members[i]?.isLegacy === isLegacy).toSorted((a, b) => a - b);
    if (some.length === 0) continue;
    const at = (share: number) => seconds(some[Math.ceil(share * some.length) - 1]!);
    const who = isLegacy ? 'existing clients' : 'kith.v1';
    console.log(
      `${some.length} of ${who} back after the kill: 50 % ${at(0.5)}, 95 % ${at(0.95)}, 100 % ${at(1)}`,
    );
  }
  console.log(
    `${tries.refused} attempts refused or cut off, ${tries.hung} without an answer within ${seconds(PATIENCE_MS)}; ` +
      `load ${loadavg()[0]!.toFixed(1)}`,
  );
  printCost('a reconnect', started);
  for (const { socket } of members) socket?.destroy();
} finally {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  await rm(dataDir, { recursive: true, force: true });
}

/** Prints the cost per socket, which does not depend on other load of the machine. */
function printCost(what: string, before: ReturnType<typeof cpuOfKith>): void {
  const now = cpuOfKith(server, dataDir);
  const each = (seconds: number) => `${((seconds / COUNT) * 1000).toFixed(2)} ms`;
  console.log(
    `processor time of ${what}: server ${each(now.server - before.server)}, database ${each(now.database - before.database)}`,
  );
}

async function makeMember(i: number): Promise<Member> {
  const address = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  // Each from a separate address, so that the limits per address do not apply.
  const fetchFrom: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', address);
    return fetch(input, { ...init, headers });
  };
  const { token } = await connectIm({ url: `http://127.0.0.1:${port}`, fetch: fetchFrom }).in.reg_tourist();
  return { token, address, isLegacy: i < COUNT * Number(values.legacy), socket: undefined };
}

/**
 * Opens the socket of a member; rejects if it is refused, cut off or not answered. Uses no library, to save processor
 * time.
 */
function signIn(member: Member): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    member.socket = socket;
    const patience = setTimeout(() => {
      socket.destroy(new Error('hung'));
    }, PATIENCE_MS);
    socket.on('error', (error) => {
      clearTimeout(patience);
      reject(error);
    });
    socket.on('close', () => {
      clearTimeout(patience);
      reject(new Error('cut'));
    });
    const protocol = member.isLegacy ? '' : 'Sec-WebSocket-Protocol: kith.v1\r\n';
    const from = values['one-address'] ? '' : `X-Forwarded-For: ${member.address}\r\n`;
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${protocol}${from}\r\n`,
    );
    let isUpgraded = false;
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (!isUpgraded && text.startsWith('HTTP/1.1 101')) {
        isUpgraded = true;
        const hello = member.isLegacy
          ? { action: 'checkToken', data: member.token }
          : { t: 'hello', token: member.token };
        socket.write(frame(JSON.stringify(hello)));
      }
      if (text.includes(member.isLegacy ? '"err":0' : '"t":"ready"')) {
        clearTimeout(patience);
        resolve();
      }
      // A ping of the server: it expects a pong.
      if (bytes[0] === 0x89) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));
    });
  });
}

/** Retries until it is connected, as clients do: at a random time, then after doubling pauses. */
async function reconnect(
  member: Member,
  since: number,
  tries: { refused: number; hung: number },
): Promise<number> {
  await sleep(randomInt(FIRST_TRY_WITHIN_MS));
  for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await signIn(member);
      return performance.now() - since;
    } catch (error) {
      if ((error as Error).message === 'hung') tries.hung++;
      else tries.refused++;
      await sleep(pauseMs / 2 + randomInt(pauseMs / 2));
    }
  }
}

/** A text frame of a client, masked with zeros. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 6 : 8);
  head[0] = 0x81;
  head[1] = 0x80 | (payload.length < 126 ? payload.length : 126);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  console.log(`${COUNT} ${what} in ${seconds(performance.now() - since)}`);
  return result;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
