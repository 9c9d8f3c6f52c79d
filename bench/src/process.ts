import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server under test, in separate processes. */
export interface Subject {
  readonly name: string;
  readonly port: number;
  /** Seconds of processor time used so far by the server and its database. */
  cpuSeconds(): { server: number; database: number };
  stop(): Promise<void>;
}

const KITH = fileURLToPath(new URL('../../packages/server/bundle/cli/kith.js', import.meta.url));
const RELAY = fileURLToPath(new URL('./peers/relay.js', import.meta.url));

/** Kith as users start it, on a fresh data folder. */
export async function startKith(): Promise<Subject> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-bench-'));
  // If this process runs as root, the database runs as another user, which needs access.
  await chmod(dataDir, 0o711);
  const port = await freePort();
  const child = await launchKith(dataDir, port);
  return {
    name: 'Kith, kith.v1: persisted, acked, delivered',
    port,
    cpuSeconds: () => cpuOfKith(child, dataDir),
    stop: async () => {
      await stopChild(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Kith on a data folder; resolves when it is ready. */
export async function launchKith(dataDir: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [KITH, 'start'], {
    // Each registration comes from a separate address, so that the limits per address do not apply.
    env: {
      ...process.env,
      KITH_DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      KITH_LOG: 'warn',
      KITH_METRICS_ADDRESS: 'off',
      KITH_TRUST_PROXY: '127.0.0.1',
      // A benchmark pair writes faster than users do.
      KITH_LIMIT_FACTOR: '1000',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answering(`http://127.0.0.1:${port}/readyz`, child);
  return child;
}

/** The limit: a bare `ws` relay that stores nothing. */
export async function startRelay(): Promise<Subject> {
  const port = await freePort();
  const child = spawn(process.execPath, [RELAY, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  await answering(`http://127.0.0.1:${port}/`, child);
  return {
    name: 'bare ws relay: delivered only',
    port,
    cpuSeconds: () => ({ server: cpuOf(child.pid), database: 0 }),
    stop: () => stopChild(child),
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo; // listening on TCP
      probe.close(() => resolve(port));
    });
  });
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`${url} does not answer.`);
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

const TICKS_PER_SECOND = 100;

/** Seconds of processor time used so far by a server and its database. */
export function cpuOfKith(child: ChildProcess, dataDir: string): { server: number; database: number } {
  const note = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  return { server: cpuOf(child.pid), database: cpuOfFamily(Number(note.split('\n')[0])) };
}

function cpuOf(pid: number | undefined): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : 0;
}

/** The processor time of a process and its children, including ended ones. */
function cpuOfFamily(parent: number): number {
  const own = statOf(parent);
  const ended = own ? (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND : 0;
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(Number(name))?.[1] === String(parent),
  );
  return children.reduce((sum, pid) => sum + cpuOf(Number(pid)), cpuOf(parent) + ended);
}

/** The fields of /proc/PID/stat after the name: state, parent, … */
function statOf(pid: number | undefined): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
