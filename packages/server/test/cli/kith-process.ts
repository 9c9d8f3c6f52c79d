import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, inject, onTestFinished, TestRunner } from 'vitest';
import { isPostmaster } from '../../src/adapters/postgres/embedded-postmaster.js';
import { freePort } from '../harness/free-port.js';
export { eventually } from '../harness/eventually.js';
import { runCommand, type Finished } from './command-runner.js';

/** The built program, as people run it. */
export const MAIN = fileURLToPath(new URL('../../bundle/cli/kith.js', import.meta.url));

/** A line of the server's log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** `kith start` in its own process. */
export interface KithProcess {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** From the start of the process until it reported that it is ready. */
  readonly readyMs: number;
  readonly log: readonly LogLine[];
  readonly finished: Promise<Finished>;
  /** Sends a signal and waits for the exit. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly uid?: number;
  /** More arguments of `kith start`. */
  readonly args?: readonly string[];
  /** A file that stands in for the program. */
  readonly main?: string;
}

/** A data folder with the commands that work on it. Processes that still run end with the test or file. */
export interface Installation {
  readonly dataDir: string;
  /** Runs a command to completion, in a process that other commands share. */
  kith(args: readonly string[], options?: Omit<RunOptions, 'uid' | 'main' | 'args'>): Promise<Finished>;
  /** Runs a command to completion in its own process. */
  kithAlone(args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Starts a server; resolves when it is ready. Without a port, on one that nothing uses. */
  start(options?: RunOptions & { port?: number }): Promise<KithProcess>;
  /** Starts a server without waiting. */
  launch(options?: RunOptions & { port?: number }): { child: ChildProcess; finished: Promise<Finished> };
  /** A connection to the embedded database, whichever process runs it. */
  database(): Promise<pg.Client>;
  /** The same for `DATABASE_URL`. */
  databaseUrl(): string;
  /** The process id of the embedded database, if it runs. */
  postmaster(): Promise<number | undefined>;
}

/**
 * Creates a data folder, for one test or, outside of tests, for a file. The first server on it finds a database with all
 * migrations, unless it is to be new: creating one takes longer than all the rest of a start. `settings` are variables of
 * all its processes.
 */
export function install({
  isNew = false,
  settings = {},
}: { isNew?: boolean; settings?: Readonly<Record<string, string>> } = {}): Installation {
  const base = mkdtempSync(join(tmpdir(), 'kith-t-'));
  chmodSync(base, 0o755); // under root the database's user needs access
  const dataDir = join(base, 'data');
  const children = new Set<ChildProcess>();

  function envWith(env: RunOptions['env'], port = 0) {
    return {
      PATH: process.env['PATH'],
      HOME: base,
      HOST: '127.0.0.1',
      PORT: String(port),
      KITH_DATA_DIR: dataDir,
      KITH_METRICS_ADDRESS: 'off',
      ...settings,
      ...env,
    };
  }

  function provideDatabase(env: RunOptions['env']) {
    const cluster = inject('cluster');
    if (isNew || cluster === undefined || env?.['DATABASE_URL'] || existsSync(dataDir)) return;
    mkdirSync(dataDir);
    cpSync(cluster, join(dataDir, 'postgres'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  }

  function runServer(options: RunOptions & { port?: number }) {
    provideDatabase(options.env);
    return run(['start', ...(options.args ?? [])], options, options.port);
  }

  function run(args: readonly string[], { env, input, uid, main = MAIN }: RunOptions, port = 0) {
    const child = spawn(process.execPath, [main, ...args], {
      env: envWith(env, port),
      cwd: base,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    children.add(child);
    child.stdin.on('error', () => undefined); // it may exit before it has read everything
    child.stdin.end(input ?? '');
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const finished = once(child, 'close').then(([code, signal]): Finished => {
      children.delete(child);
      return { code: code as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr };
    });
    return { child, finished };
  }

  const whenOver = TestRunner.getCurrentTest() ? onTestFinished : afterAll;
  whenOver(async () => {
    for (const child of children) child.kill('SIGKILL');
    const pid = await findPostmaster(dataDir);
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    for (let i = 0; i < 100 && children.size > 0; i++) await sleep(20);
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });

  return {
    dataDir,
    kith: (args, { env, input = '' } = {}) => runCommand(args, { env: envWith(env), cwd: base, input }),
    kithAlone: (args, options = {}) => run(args, options).finished,
    launch: (options = {}) => runServer(options),
    start: async (options = {}) => {
      const since = performance.now();
      const { child, finished } = runServer({ ...options, port: options.port ?? (await freePort()) });
      const log: LogLine[] = [];
      const ready = new Promise<{ port: number }>((resolve) => {
        createInterface({ input: child.stderr }).on('line', (line) => {
          const entry = parseLine(line);
          log.push(entry);
          if (entry.msg.startsWith('ready at ')) resolve(entry as unknown as { port: number });
        });
      });
      const failed = finished.then(({ code, signal, stderr }) => {
        throw new Error(`The server ended with ${code ?? signal} before it was ready:\n${stderr}`);
      });
      failed.catch(() => undefined);
      const { port } = await Promise.race([ready, failed]);
      return {
        pid: child.pid!,
        port,
        url: `http://127.0.0.1:${port}`,
        readyMs: performance.now() - since,
        log,
        finished,
        end: (signal) => {
          child.kill(signal);
          return finished;
        },
      };
    },
    database: async () => {
      const client = new pg.Client({
        host: socketFolder(dataDir),
        port: 5432,
        user: 'kith',
        password: readPassword(dataDir),
        database: 'kith',
        application_name: 'a test',
      });
      client.on('error', () => undefined); // tests kill it
      await client.connect();
      return client;
    },
    databaseUrl: () =>
      `postgres://kith:${readPassword(dataDir)}@localhost:5432/kith?host=${encodeURIComponent(socketFolder(dataDir))}`,
    postmaster: () => findPostmaster(dataDir),
  };
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { level: 0, msg: line };
  }
}

function readPassword(dataDir: string): string {
  return readFileSync(join(dataDir, 'postgres', 'kith.password'), 'utf8');
}

function socketFolder(dataDir: string): string {
  return readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[4]!;
}

/** The database that runs on this folder; a stale note of a dead one is ignored. */
async function findPostmaster(dataDir: string): Promise<number | undefined> {
  const folder = join(dataDir, 'postgres');
  const note = join(folder, 'postmaster.pid');
  if (!existsSync(note)) return undefined;
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0]);
  return (await isPostmaster(pid, folder)) ? pid : undefined;
}
