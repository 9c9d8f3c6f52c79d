import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program that `npm start` runs. */
export const KITH = fileURLToPath(new URL('../../packages/server/bundle/cli/kith.js', import.meta.url));

/** A server that is one Node script of the folder `peers`. */
export interface Script {
  readonly port: number;
  cpuSeconds(): number;
  memoryBytes(): number;
  stop(): Promise<void>;
}

/** A new data folder that the user of the database can enter if this process runs as root. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-bench-'));
  await chmod(dataDir, 0o711);
  return dataDir;
}

/** Kith on a data folder; resolves when it is ready. `program` may be another build. */
export async function launchKith(dataDir: string, port: number, program = KITH): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, 'start'], {
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

/** Starts a script of the folder `peers` with a port and further arguments; resolves when it answers HTTP requests. */
export async function startScript(name: string, args: readonly string[]): Promise<Script> {
  const port = await freePort();
  const path = fileURLToPath(new URL(`./peers/${name}`, import.meta.url));
  const child = spawn(process.execPath, [path, String(port), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answering(`http://127.0.0.1:${port}/`, child);
  return {
    port,
    cpuSeconds: () => cpuOf(child.pid),
    memoryBytes: () => memoryOf(child.pid),
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

export function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Ends a process that is not a child of this one, and waits until it has gone. */
export async function stopProcess(pid: number): Promise<void> {
  for (let tries = 0; statOf(pid) !== undefined && tries < 600; tries++) {
    if (tries === 0) process.kill(pid, 'SIGTERM');
    await new Promise((next) => setTimeout(next, 50));
  }
}

const TICKS_PER_SECOND = 100;

/** Seconds of processor time used so far by a server and its database. */
export function cpuOfKith(child: ChildProcess, dataDir: string): { server: number; database: number } {
  const note = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  return { server: cpuOf(child.pid), database: cpuOfFamily(Number(note.split('\n')[0])) };
}

/** Seconds of processor time used so far by all threads of a process. */
export function cpuOf(pid: number | undefined): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : 0;
}

/** The processor time of a process and its children, including ended ones. */
export function cpuOfFamily(parent: number): number {
  const own = statOf(parent);
  const ended = own ? (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND : 0;
  return childrenOf(parent).reduce((sum, pid) => sum + cpuOf(pid), cpuOf(parent) + ended);
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

/** Seconds of processor time used so far by all programs of the machine. */
export function cpuOfMachine(): number {
  const [, user, nice, system, , , irq, softIrq] = readFileSync('/proc/stat', 'utf8')
    .split(/\s+/, 8)
    .map(Number);
  return (user! + nice! + system! + irq! + softIrq!) / TICKS_PER_SECOND;
}

/** The resident memory of a process. */
export function memoryOf(pid: number | undefined): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** The process with a matching name among a process, its children and theirs. */
export function findDescendant(pid: number, name: RegExp): number {
  for (let found = [pid]; found.length > 0; found = found.flatMap(childrenOf)) {
    const match = found.find((one) => name.test(readFileSync(`/proc/${one}/comm`, 'utf8')));
    if (match !== undefined) return match;
  }
  throw new Error(`No process below ${pid} matches ${name.source}.`);
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.[1] === String(parent))
    .map(Number);
}
