import { readFileSync } from 'node:fs';
import { bounds } from '@kith/core/kernel';

/** The maximum number of files and connections of this process; undefined if the system does not report it. */
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

/** The maximum number of connections that leaves enough descriptors for files, the database and the log. */
export function connectionsWithin(descriptors: number | undefined): number {
  if (descriptors === undefined) return bounds.connection.mostConnections;
  const reserved = Math.max(bounds.connection.reservedDescriptors, Math.ceil(descriptors / 10));
  return Math.min(
    bounds.connection.mostConnections,
    Math.max(bounds.connection.forProbes + 1, descriptors - reserved),
  );
}
