import type { Line } from '../summary.js';
import type { SubjectName } from '../task.js';
import type { Table } from './tables.js';
import { figure } from './words.js';

/** A difference of less than this is a tie. */
const TIE = 1.05;

interface Target {
  readonly text: string;
  /** Returns the figures that decide, and whether they reach the target; undefined if they were not measured. */
  judge(find: Find): { readonly figures: string; readonly isReached: boolean } | undefined;
}

type Find = (workload: string, shape: string, subject: SubjectName) => Line | undefined;

const CLOSED = '250 pairs, 4 in flight';
const PACED = '1,000 msg/s';

const TARGETS: readonly Target[] = [
  {
    text: 'saturated: CPU of a message at most 3.5 times that of the bare relay',
    judge: (find) => ratio(cpu(find('W1', CLOSED, 'kith')), cpu(find('W1', CLOSED, 'relay')), 'at most', 3.5),
  },
  {
    text: 'saturated: at least 4 times as many messages/s as Socket.IO + pg',
    judge: (find) =>
      ratio(rate(find('W1', CLOSED, 'kith')), rate(find('W1', CLOSED, 'socketio')), 'at least', 4),
  },
  {
    text: 'saturated: at least 7 times as many messages/s as ejabberd',
    judge: (find) =>
      ratio(rate(find('W1', CLOSED, 'kith')), rate(find('W1', CLOSED, 'ejabberd')), 'at least', 7),
  },
  {
    text: '1,000 msg/s: CPU of a message no more than that of Socket.IO + pg',
    judge: (find) =>
      ratio(cpu(find('W1', PACED, 'kith')), cpu(find('W1', PACED, 'socketio')), 'at most', TIE),
  },
  {
    text: '1,000 msg/s: delivery p50 no longer than that of Socket.IO + pg',
    judge: (find) =>
      ratio(
        find('W1', PACED, 'kith')?.latencies['delivery']?.p50,
        find('W1', PACED, 'socketio')?.latencies['delivery']?.p50,
        'at most',
        TIE,
      ),
  },
  {
    text: '1,000 msg/s: delivery p99 under 10 ms',
    judge: (find) => below(find('W1', PACED, 'kith'), 'delivery', 10),
  },
  {
    text: 'group of 500, 20 msg/s: p99 of the last member under 20 ms',
    judge: (find) => below(find('W2-500', '20 msg/s', 'kith'), 'last', 20),
  },
  {
    text: 'group of 2,000, 25 msg/s: p99 of the last member under 100 ms',
    judge: (find) => below(find('W2-2000', '25 msg/s', 'kith'), 'last', 100),
  },
  {
    text: 'group of 5,000, 5 msg/s: stable (every message within 250 ms)',
    judge: (find) => below(find('W2-5000', '5 msg/s', 'kith'), 'last', 250),
  },
  {
    text: 'newest page of an archive of 1 M messages: p99 under 8 ms',
    judge: (find) => below(find('W4', '100 pages/s', 'kith'), 'newest', 8),
  },
  {
    text: 'the same at any depth',
    judge: (find) => below(find('W4', '100 pages/s', 'kith'), 'older', 8),
  },
  {
    text: 'idle connection of `kith.v1`: at most 12 KB at 10,000 connections',
    judge: (find) => memory(find('W6-10000', 'idle', 'kith'), 12),
  },
  {
    text: 'idle connection of an existing client: at most 8 KB at 10,000 connections',
    judge: (find) => memory(find('W6-10000-im', 'idle', 'kith'), 8),
  },
];

/** Each target with its figures, and whether it is reached. */
export function targetTable(lines: readonly Line[]): Table {
  const find: Find = (workload, shape, subject) =>
    lines.find((line) => line.workload === workload && line.shape === shape && line.subject === subject);
  const rows = TARGETS.map(({ text, judge }) => {
    const found = judge(find);
    return [
      text,
      found?.figures ?? 'not measured',
      found === undefined ? '' : found.isReached ? 'reached' : '**missed**',
    ];
  });
  return { title: 'Targets', rows: [['target', 'measured', ''], ...rows] };
}

function rate(line: Line | undefined): number | undefined {
  return line?.rate.median;
}

function cpu(line: Line | undefined): number | undefined {
  return line?.cpu.both.median;
}

function ratio(
  own: number | undefined,
  other: number | undefined,
  direction: 'at most' | 'at least',
  bound: number,
) {
  if (own === undefined || other === undefined) return undefined;
  const times = own / other;
  return {
    figures: `${figure(own)} / ${figure(other)} = ${times.toFixed(2)}`,
    isReached: direction === 'at most' ? times <= bound : times >= bound,
  };
}

function below(line: Line | undefined, latency: string, ms: number) {
  const found = line?.latencies[latency];
  if (!line || !found) return undefined;
  const lost = line.missing > 0 ? `, ${line.missing} missing` : '';
  return { figures: `${figure(found.p99)} ms${lost}`, isReached: found.p99 < ms && line.missing === 0 };
}

function memory(line: Line | undefined, kilobytes: number) {
  if (!line?.memory) return undefined;
  const found = line.memory.server.median / 1024;
  return { figures: `${figure(found)} KB`, isReached: found <= kilobytes };
}
