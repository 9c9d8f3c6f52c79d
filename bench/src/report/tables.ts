import type { Line } from '../summary.js';
import { WORKLOADS, type Workload } from '../workloads.js';
import { figure, spread, SUBJECT_TITLES, unitOf } from './words.js';

const LATE_MS = 5;

/** A table of text; the first row is the head. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** One table for each shape of a workload, with the servers side by side. */
export function tablesOf(lines: readonly Line[]): Table[] {
  return WORKLOADS.flatMap((workload) =>
    workload.shapes.flatMap((shape) => {
      const found = lines.filter((line) => line.workload === workload.name && line.shape === shape.name);
      return found.length === 0 ? [] : [tableOf(titleOf(workload, shape.name, found[0]!.rounds), found)];
    }),
  );
}

function titleOf({ name, title }: Workload, shape: string, rounds: number): string {
  return `${name}. ${title}: ${shape}${rounds > 1 ? ` (${rounds} rounds)` : ''}`;
}

function tableOf(title: string, lines: readonly Line[]): Table {
  const names = timesOf(lines);
  const isIdle = lines[0]?.kind === 'idle';
  const head = isIdle
    ? [
        'server',
        'memory of a connection, KB',
        'kernel memory of both ends, KB',
        'CPU of 10,000 connections, % of a processor',
      ]
    : [
        'server',
        `${unitOf(lines[0]!)}/s`,
        ...names.map((name) => `${name} p50 / p99 / p99.9, ms`),
        'CPU of server + database, µs each',
        'CPU of generator, µs each',
        'limit',
      ];
  return { title, rows: [head, ...lines.map((line) => (isIdle ? idleRow(line) : row(line, names)))] };
}

function row(line: Line, names: readonly string[]): string[] {
  const { latencies, cpu, missing, limit } = line;
  return [
    SUBJECT_TITLES[line.subject],
    spread(line.rate),
    ...names.map((name) => {
      const found = latencies[name];
      return found ? `${figure(found.p50)} / ${figure(found.p99)} / ${figure(found.p999)}` : '';
    }),
    `${spread(cpu.both)} = ${figure(cpu.server.median)} + ${figure(cpu.database.median)}`,
    figure(cpu.generator.median),
    [missing > 0 ? `${missing} missing` : limit, latenessOf(line)].filter(Boolean).join('; '),
  ];
}

/** A generator that sends late is too busy, which the latencies include. */
function latenessOf({ latencies: { lateness } }: Line): string {
  return lateness && lateness.p99 > LATE_MS ? `generator late by ${figure(lateness.p99)} ms (p99)` : '';
}

function idleRow({ subject, memory, cpu, rate, count }: Line): string[] {
  // The rate is connections for each second of the period, so its product with microseconds for each is a share.
  const share = (cpu.both.median * rate.median) / 1e6;
  return [
    SUBJECT_TITLES[subject],
    figure((memory?.server.median ?? 0) / 1024),
    figure((memory?.kernel.median ?? 0) / 1024),
    figure((100 * share * 10_000) / count),
  ];
}

/** The names of the latencies to show; the last receiver of two people is the only one. */
export function timesOf(lines: readonly Line[]): string[] {
  return [...new Set(lines.flatMap(({ latencies }) => Object.keys(latencies)))].filter(
    (name) => name !== 'lateness' && (name !== 'last' || lines.some(hasManyReceivers)),
  );
}

function hasManyReceivers({ latencies }: Line): boolean {
  return (latencies['last']?.count ?? 0) < (latencies['delivery']?.count ?? 0);
}

export function toMarkdown({ title, rows }: Table): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...body.map(line), ''].join('\n');
}
