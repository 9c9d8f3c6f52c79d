import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, install, type KithProcess } from '../cli/kith-process.js';
import { upTo } from '../realtime/support.js';
import { measurePace, report } from './dice.js';
import { settleTown, type Inhabitant, type Town } from './swarm.js';

const SOCKETS = 1_000;
const DOWNLOADS = 20;
const FILE_BYTES = 24 * 1024 * 1024;
const ROUNDS = 2;
const ASKED_A_ROUND = 150;
/** The delay that the scheduler of an idle machine may add to one response in a hundred. */
const NOISE_MS = 10;

const home = install();
let server: KithProcess;
let town: Town;
beforeAll(async () => {
  server = await home.start();
  town = await settleTown(server, 2);
}, 60_000);
afterAll(async () => void (await server?.end('SIGTERM')));

test('a thousand anonymous sockets and twenty unread downloads hardly slow the server down, and the sockets are closed', async () => {
  const [ada] = town.people as [Inhabitant];
  const path = await saveFile(ada);
  const quiet: number[] = [];
  const attacked: number[] = [];
  let attack: Attack | undefined;
  for (const _ of upTo(ROUNDS)) {
    await attack?.end();
    quiet.push(await p99(ada));
    attack = await beginAttack(path);
    attacked.push(await p99(ada));
  }
  const [calm, stormy] = [Math.min(...quiet), Math.min(...attacked)];
  report(
    `get/base p99 ${calm.toFixed(1)} ms, with ${SOCKETS} hostile sockets and ${DOWNLOADS} stalled downloads ${stormy.toFixed(1)} ms`,
  );
  expect(stormy).toBeLessThan(2 * calm + NOISE_MS * measurePace());

  // The sockets of the last round, once closed ones do not reconnect.
  attack!.stayAway();
  await eventually('all sockets are closed', () => attack!.open() === 0, 25_000);
  await attack!.end();
}, 180_000);

/** The 99th percentile of the response times, in milliseconds. */
async function p99({ im }: Inhabitant): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ASKED_A_ROUND; i++) {
    const since = performance.now();
    await im.get.base();
    times.push(performance.now() - since);
    await sleep(2);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}

interface Attack {
  /** The number of open sockets. */
  open(): number;
  /** From now on closed sockets do not reconnect. */
  stayAway(): void;
  end(): Promise<void>;
}

/** A third sends nothing, a third sends only `hello` in `kith.v1`, a third pings continuously. Closed ones reconnect. */
async function beginAttack(path: string): Promise<Attack> {
  const sockets = new Set<Socket>();
  let isOver = false;
  let opened = 0;

  function open(i: number): void {
    if (isOver) return;
    const socket = dial(
      `GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        (i % 3 === 1 ? 'Sec-WebSocket-Protocol: kith.v1\r\n\r\n' : '\r\n'),
    );
    sockets.add(socket);
    let isOpen = false;
    const pings = i % 3 === 2 ? setInterval(() => socket.write(PING), 1_000) : undefined;
    socket.on('data', (bytes) => {
      if (isOpen || !bytes.toString('latin1').startsWith('HTTP/1.1 101')) return;
      isOpen = true;
      opened++;
    });
    socket.on('close', () => {
      clearInterval(pings);
      sockets.delete(socket);
      if (!isOver) setTimeout(open, 100, i);
    });
  }

  for (const i of upTo(SOCKETS)) open(i);
  const downloads = upTo(DOWNLOADS).map(() => dial(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).pause());
  await eventually('the attack is on', () => opened >= SOCKETS, 20_000);
  return {
    open: () => sockets.size,
    stayAway: () => {
      isOver = true;
    },
    end: async () => {
      isOver = true;
      for (const socket of [...sockets, ...downloads]) socket.destroy();
      await sleep(500);
    },
  };
}

/** A ping of an existing client without a token, masked with zeros. */
const PING = ((text: string) =>
  Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]))(
  '{"action":"ping","data":""}',
);

function dial(head: string): Socket {
  const socket = connect({ port: server.port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write(head);
  return socket;
}

async function saveFile(ada: Inhabitant): Promise<string> {
  const { full_url } = (await ada.im.upload.chat(
    { list_id: ada.listIds[0]!, type: 0 },
    { name: 'film.bin', bytes: new Uint8Array(FILE_BYTES) },
  )) as { full_url: string };
  return `/static/chat/${full_url}`;
}
