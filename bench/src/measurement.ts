import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { cpuOfMachine } from './process.js';
import type { Generator } from './generator.js';
import { mergeLatencies } from './latencies.js';
import type { CpuSeconds, Subject } from './subjects/subject.js';
import type { Outcome, Seat, Stream, SubjectName, Task } from './task.js';
import type { Shape, Workload } from './workloads.js';

/** One measured period of one server. */
export interface Measurement {
  readonly workload: string;
  readonly shape: string;
  readonly kind: Shape['kind'];
  readonly subject: SubjectName;
  readonly round: number;
  readonly count: number;
  readonly seconds: number;
  /** Seconds of processor time in the measured period; `machine` counts all programs. */
  readonly cpu: CpuSeconds & { readonly generator: number; readonly machine: number };
  /** Histograms of microseconds, compressed. */
  readonly latencies: Readonly<Record<string, string>>;
  readonly missing: number;
  /** Bytes for each idle connection: of the server's processes, and of the kernel for both ends. */
  readonly memory?: { readonly server: number; readonly kernel: number };
}

/** A rate above which higher ones are not tried. */
const HOPELESS_MS = 250;
/** Of an archive, the rooms that are read. */
const READ_ROOMS = 100;
/** An archive that has not grown for this long is complete. */
const STILL_MS = 6_000;
const SETTLE_MS = 2_000;

/** Runs all shapes of a workload on one server. */
export async function runWorkload(given: {
  workload: Workload;
  name: SubjectName;
  subject: Subject;
  generator: Generator;
  round: number;
  warmUpMs: number;
  measureMs: number;
  onResult: (measurement: Measurement) => void;
}): Promise<void> {
  const { workload, name, subject, generator, round, warmUpMs, measureMs, onResult } = given;
  const rooms = await subject.seat(workload.rooms, workload.size);
  const streams = workload.archive === undefined ? [] : await subject.fill!(rooms, workload.archive);
  const memoryBefore = { server: subject.memoryBytes(), kernel: slabBytes() };
  await generator.run(joinTask(workload, subject, rooms));
  let sent = 0;
  for (const shape of workload.shapes) {
    let cpuBefore = readCpu(subject, generator);
    let cpuAfter = cpuBefore;
    const task = taskOf(shape, { subject, rooms, streams, warmUpMs, measureMs });
    const outcome: Outcome = await generator.run(task, (at) => {
      if (at === 'begin') cpuBefore = readCpu(subject, generator);
      else cpuAfter = readCpu(subject, generator);
    });
    ({ sent } = outcome);
    const isIdle = shape.kind === 'idle';
    onResult({
      workload: workload.name,
      shape: shape.name,
      kind: shape.kind,
      subject: name,
      round,
      count: outcome.count,
      seconds: outcome.seconds,
      cpu: {
        server: cpuAfter.server - cpuBefore.server,
        database: cpuAfter.database - cpuBefore.database,
        generator: cpuAfter.generator - cpuBefore.generator,
        machine: cpuAfter.machine - cpuBefore.machine,
      },
      latencies: outcome.latencies,
      missing: outcome.missing,
      ...(isIdle && {
        memory: {
          server: (subject.memoryBytes() - memoryBefore.server) / outcome.count,
          kernel: (slabBytes() - memoryBefore.kernel) / outcome.count,
        },
      }),
    });
    if (isHopeless(shape, outcome)) break;
  }
  await checkArchive(subject, sent, workload.size);
}

/** In workloads with an archive, only the rooms with the longest streams are connected. */
function joinTask(workload: Workload, subject: Subject, rooms: Seat[][]): Task {
  const isIm = workload.shapes.some((shape) => shape.kind === 'idle' && shape.dialect === 'im');
  const hasDay = workload.shapes.some(({ kind }) => kind === 'day');
  const isReading = workload.archive !== undefined && !hasDay;
  return {
    kind: 'join',
    dialect: isIm ? 'im' : subject.dialect,
    port: subject.port,
    rooms: isReading ? rooms.slice(0, READ_ROOMS) : rooms,
  };
}

function taskOf(
  shape: Shape,
  given: {
    subject: Subject;
    rooms: readonly Seat[][];
    streams: readonly Stream[];
    warmUpMs: number;
    measureMs: number;
  },
): Task {
  const { subject, rooms, streams, warmUpMs, measureMs } = given;
  const period = { warmUpMs, measureMs };
  switch (shape.kind) {
    case 'closed':
      return { kind: 'closed', rooms: shape.rooms, inFlight: shape.inFlight, ...period };
    case 'open':
      return { kind: 'open', rooms: shape.rooms, perSecond: shape.perSecond, ...period };
    case 'pages':
      return { kind: 'pages', perSecond: shape.perSecond, streams: streams.slice(0, READ_ROOMS), ...period };
    case 'logins': {
      const { dialect, port } = subject;
      const parallel = 50;
      return {
        kind: 'logins',
        isReal: shape.isReal,
        parallel,
        dialect,
        port,
        seats: rooms.flat(),
        ...period,
      };
    }
    case 'idle':
      return { kind: 'idle', warmUpMs: SETTLE_MS, measureMs };
    case 'day':
      return { kind: 'day', port: subject.port, users: shape.users, rooms, ...period };
  }
}

function readCpu(subject: Subject, generator: Generator): Measurement['cpu'] {
  return { ...subject.cpuSeconds(), generator: generator.cpuSeconds(), machine: cpuOfMachine() };
}

/** Memory of the kernel for its own structures, of which sockets are the largest part here. */
function slabBytes(): number {
  return Number(/^Slab:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) * 1024;
}

/** Whether a server could not do the work, so that more of it is not tried. */
function isHopeless({ kind }: Shape, { latencies, missing }: Outcome): boolean {
  if (kind === 'closed') return missing > 0;
  const worst = Object.entries(latencies)
    .filter(([name]) => name !== 'lateness')
    .map(([, encoded]) => mergeLatencies([encoded]))
    .map((histogram) => (histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(99) / 1000));
  return missing > 0 || Math.max(0, ...worst) > HOPELESS_MS;
}

/** Every message must be in the archive, once for each row that the server keeps of it. */
async function checkArchive(subject: Subject, sent: number, size: number): Promise<void> {
  const expected = sent * subject.rowsPerMessage(size);
  for (let before = -1; ;) {
    const stored = await subject.countStored();
    if (stored === undefined || stored === expected) return;
    // A server that was too slow may still be storing.
    if (stored === before) throw new Error(`The archive has ${stored} rows; ${expected} were sent.`);
    before = stored;
    await sleep(STILL_MS);
  }
}

/** Why a server did not do more work. */
export function limitOf({ kind, cpu, seconds }: Measurement): string {
  if (kind !== 'closed' && kind !== 'logins') return '';
  const share = (used: number) => used / seconds;
  const [server, database, generator] = [share(cpu.server), share(cpu.database), share(cpu.generator)];
  const others = share(cpu.machine) - server - database - generator;
  if (share(cpu.machine) / cpus().length > 0.9)
    return `the processors: server ${percent(server)}, database ${percent(database)}, generator ${percent(generator)}, other programs ${percent(others)}`;
  if (server > 0.9) return `the server, ${percent(server)} of a processor`;
  if (generator > 0.9) return `the generator, ${percent(generator)} of a processor`;
  if (database > 0.9) return `the database, ${percent(database)} of a processor`;
  return `waiting for commits or locks; server ${percent(server)}, database ${percent(database)} of a processor`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
