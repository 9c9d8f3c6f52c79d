import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Measurement } from './measurement.js';

/** Everything that a report is made from. */
export interface Manifest {
  readonly command: string;
  readonly date: string;
  readonly commit: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
    /** The load average before the run: only a quiet machine has meaningful figures. */
    readonly load: string;
  };
  /** The version of PostgreSQL, and its settings other than the defaults. */
  readonly settings: Readonly<Record<string, string>>;
  readonly measurements: readonly Measurement[];
  /** Servers that did not finish a workload, with the reason. */
  readonly failures: readonly string[];
}

/** The facts of a run that are known before it begins. */
export function beginManifest(
  args: readonly string[],
): Omit<Manifest, 'settings' | 'measurements' | 'failures'> {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
  const isEdited = spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' }).stdout.trim() !== '';
  return {
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    date: new Date().toISOString().slice(0, 10),
    commit: isEdited ? `${commit} with changes` : commit,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 1e9),
      node: process.version,
      load: loadavg()[0]!.toFixed(2),
    },
  };
}
