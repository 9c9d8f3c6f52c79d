import { readFileSync } from 'node:fs';
import type { KithProcess } from './kith-process.js';

/** The process ids of the workers of `kith start --workers`, in the order of their start. */
export function workersOf({ pid }: Pick<KithProcess, 'pid'>): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number).filter(isWorker);
}

function isWorker(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--workers');
  } catch {
    return false; // it has just ended
  }
}
