import type { Histogram } from 'hdr-histogram-js';
import { mergeLatencies, percentilesOf, type Percentiles } from './latencies.js';
import { limitOf, type Measurement } from './measurement.js';
import type { SubjectName } from './task.js';
import { WORKLOADS } from './workloads.js';

/** The median of the rounds, and their range. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** All rounds of one server with one shape of a workload. */
export interface Line {
  readonly workload: string;
  readonly shape: string;
  readonly kind: Measurement['kind'];
  readonly subject: SubjectName;
  readonly rounds: number;
  /** Units of work in the last round. */
  readonly count: number;
  /** Units of work in a second. */
  readonly rate: Spread;
  /** Microseconds of processor time for each unit of work. */
  readonly cpu: {
    readonly server: Spread;
    readonly database: Spread;
    readonly generator: Spread;
    readonly both: Spread;
  };
  /** Milliseconds, of the merged histograms. */
  readonly latencies: Readonly<Record<string, Percentiles>>;
  readonly histograms: Readonly<Record<string, Histogram>>;
  readonly missing: number;
  /** What stopped the median round. */
  readonly limit: string;
  /** Bytes for each idle connection. */
  readonly memory: { readonly server: Spread; readonly kernel: Spread } | undefined;
}

/** One line for each server and shape, in the order of the workloads. */
export function summarise(measurements: readonly Measurement[]): Line[] {
  const groups = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const key = `${one.workload}\n${one.shape}\n${one.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const place = ({ workload, shape }: Measurement): number => {
    const found = WORKLOADS.findIndex(({ name }) => name === workload);
    return found * 100 + (WORKLOADS[found]?.shapes.findIndex(({ name }) => name === shape) ?? 0);
  };
  return [...groups.values()].toSorted((a, b) => place(a[0]!) - place(b[0]!)).map(lineOf);
}

function lineOf(rounds: readonly Measurement[]): Line {
  const first = rounds[0]!;
  const micros = (select: (cpu: Measurement['cpu']) => number) =>
    spreadOf(rounds.map(({ cpu, count }) => (select(cpu) * 1e6) / Math.max(1, count)));
  const histograms = Object.fromEntries(
    Object.keys(first.latencies)
      .map(
        (name) => [name, mergeLatencies(rounds.flatMap(({ latencies }) => latencies[name] ?? []))] as const,
      )
      .filter(([, histogram]) => histogram.totalCount > 0),
  );
  const byRate = rounds.toSorted((a, b) => a.count / a.seconds - b.count / b.seconds);
  return {
    workload: first.workload,
    shape: first.shape,
    kind: first.kind,
    subject: first.subject,
    rounds: rounds.length,
    count: rounds.at(-1)!.count,
    rate: spreadOf(rounds.map(({ count, seconds }) => count / seconds)),
    cpu: {
      server: micros((cpu) => cpu.server),
      database: micros((cpu) => cpu.database),
      generator: micros((cpu) => cpu.generator),
      both: micros((cpu) => cpu.server + cpu.database),
    },
    latencies: Object.fromEntries(
      Object.entries(histograms).map(([name, histogram]) => [name, percentilesOf(histogram)]),
    ),
    histograms,
    missing: rounds.reduce((sum, { missing }) => sum + missing, 0),
    limit: limitOf(byRate[Math.floor(byRate.length / 2)]!),
    memory: first.memory && {
      server: spreadOf(rounds.map(({ memory }) => memory?.server ?? 0)),
      kernel: spreadOf(rounds.map(({ memory }) => memory?.kernel ?? 0)),
    },
  };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)]!, min: sorted[0]!, max: sorted.at(-1)! };
}
