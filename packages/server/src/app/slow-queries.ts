import { createHash } from 'node:crypto';
import type { Log } from '@kith/core/kernel';
import type { OnQuery } from '../adapters/postgres/pool.js';

const SHOWN = 200;

/** Logs statements that take longer than `slowMs` milliseconds, without their values. */
export function makeSlowQueryLog(log: Log, slowMs: number): OnQuery | undefined {
  if (slowMs === 0) return undefined;
  return (text, ms) => {
    if (ms < slowMs) return;
    // A statement keeps one fingerprint, regardless of the number of values in a list.
    const shape = text
      .replaceAll(/'(?:[^']|'')*'/g, '?')
      .replaceAll(/\$\d+(?:\s*,\s*\$\d+)+/g, '$n')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const statement = createHash('sha256').update(shape).digest('hex').slice(0, 12);
    log.warn({ statement, sql: shape.slice(0, SHOWN), ms: Math.round(ms) }, 'a query was slow');
  };
}
