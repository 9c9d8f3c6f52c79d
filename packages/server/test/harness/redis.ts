import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished, TestRunner } from 'vitest';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

/** The installed program; undefined if there is none. Tests that need it are skipped then: `test.skipIf(!redisProgram)`. */
export const redisProgram = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

const PASSWORD = 'a-password-of-the-tests';

/** A Redis of its own, on loopback, without persistence. */
export interface Redis {
  /** For `REDIS_URL`; stays the same when it is started again. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Kills it with SIGKILL; everything that it held is lost. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same port. */
  start(): Promise<void>;
  /** Stops it with SIGSTOP: connections stay open, and nothing is answered. */
  freeze(): void;
  /** Continues it after `freeze`. */
  thaw(): void;
  /** Removes all keys and disconnects all clients. */
  flush(): Promise<void>;
  /** Runs an inline command, for example `PUBSUB SHARDCHANNELS`; resolves with the raw response. */
  command(text: string): Promise<string>;
}

/** Starts a Redis; it is killed when the test, or outside of tests the file, ends. */
export async function startRedis(): Promise<Redis> {
  if (!redisProgram) throw new Error('redis-server is not installed.');
  const program = redisProgram;
  const folder = mkdtempSync(join(tmpdir(), 'kith-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const whenOver = TestRunner.getCurrentTest() ? onTestFinished : afterAll;
  whenOver(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const options = {
      port,
      bind: '127.0.0.1',
      requirepass: PASSWORD,
      dir: folder,
      save: '',
      appendonly: 'no',
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    child = spawn(program, args, { stdio: 'ignore' });
    await eventually('Redis answers', async () => (await command('PING')).includes('+PONG'));
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Resolves with an empty text if nobody listens. */
  function command(text: string): Promise<string> {
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`AUTH ${PASSWORD}\r\n${text}\r\nQUIT\r\n`),
      );
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('error', () => undefined); // `close` follows
      socket.on('close', () => resolve(answer.replace(/^\+OK\r\n/, '').replace(/\+OK\r\n$/, '')));
    });
  }

  await start();
  return {
    url: `redis://:${PASSWORD}@127.0.0.1:${port}`,
    port,
    get pid() {
      return child!.pid!;
    },
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    flush: async () => {
      await command('FLUSHALL');
      await command('CLIENT KILL TYPE normal');
      await command('CLIENT KILL TYPE pubsub');
    },
    command,
  };
}
