import { readdir, readlink } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';
import { upTo } from '../realtime/support.js';

const UNREAD_MS = atPace(1_000);
/** More than the system holds for a reader, so that the server sees progress whenever so much was read. */
const READ_AT_ONCE = 4 * 1024 * 1024;
const kith = useKith({ overrides: { timing: { unreadForMs: UNREAD_MS, lookEveryMs: 100 } } });

const KEY = 'chat/f00dfeedf00dfeedf00dfeedf00dfeed.mp4';
const PATH = `/static/chat/0123456789abcdef0123456789abcdef/${KEY.slice(5)}`;
const SIZE_BYTES = 24 * 1024 * 1024;

/** Requests the file and reads nothing of the response. */
function ask(): Socket {
  const socket = connect({ port: kith.server.port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  socket.pause();
  return socket;
}

/** The number of handles that this process, which also runs the server, has on the file. */
async function openFiles(): Promise<number> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.endsWith(KEY)).length;
}

test.skipIf(process.platform !== 'linux')(
  'an unread download is aborted and its file is closed; a slow download with pauses completes',
  async () => {
    await kith.server.deps.ports.blobs.put(KEY, Buffer.alloc(SIZE_BYTES, 'film'));
    const stalled = upTo(20).map(() => {
      const socket = ask();
      // Bytes of the next request do not show that the response is read.
      socket.write('GET /healthz HTTP/1.1\r\nX-More: ');
      const talking = setInterval(() => socket.write('x'), 200);
      socket.on('close', () => clearInterval(talking));
      return socket;
    });
    const slow = ask();
    let got = 0;
    slow.on('data', (bytes) => (got += bytes.length));
    await eventually('all files are open', async () => (await openFiles()) === stalled.length + 1);

    const reading = (async () => {
      while (got < SIZE_BYTES) {
        const before = got;
        slow.resume();
        await eventually('a part is read', () => got >= Math.min(SIZE_BYTES, before + READ_AT_ONCE));
        slow.pause();
        await sleep(UNREAD_MS * 0.4);
      }
    })();
    await eventually('the stalled ones are gone', async () => (await openFiles()) <= 1);
    await reading;
    expect(got).toBeGreaterThan(SIZE_BYTES);
    await eventually('no file is open', async () => (await openFiles()) === 0);
    for (const socket of [...stalled, slow]) socket.destroy();
  },
);
