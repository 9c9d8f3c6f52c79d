import { readFileSync } from 'node:fs';
import { bounds } from '@kith/core/kernel';

/** How many files and connections this process may have open; undefined where the system does not tell. */
export function readDescriptorLimit(): number | undefined {
  try {
    const [, soft = ''] = /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? undefined : Number(soft) || undefined;
  } catch {
    const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
    const soft = report.userLimits?.open_files?.soft;
    return typeof soft === 'number' ? soft : undefined;
  }
}

/** How many connections may be open, so that files, database and log still have descriptors. */
export function connectionsWithin(descriptors: number | undefined): number {
  if (descriptors === undefined) return bounds.connection.mostConnections;
  const reserved = Math.max(bounds.connection.reservedDescriptors, Math.ceil(descriptors / 10));
  return Math.min(
    bounds.connection.mostConnections,
    Math.max(bounds.connection.forProbes + 1, descriptors - reserved),
  );
}
