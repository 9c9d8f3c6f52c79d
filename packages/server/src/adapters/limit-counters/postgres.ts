import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import type { Logger } from 'pino';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { connectionOptions } from '../postgres/pool.js';
import { pinSession } from '../postgres/session.js';
import { makeMemoryCounter, REFUNDED, type MakeCounter } from './counter.js';

/**
 * Counts in a table, for all nodes exactly, in one statement. While the database is unreachable, each node counts in its
 * memory.
 */
export function makePostgresCounters(
  database: pg.ClientConfig,
  log: Logger,
): { make: MakeCounter; close(): Promise<void> } {
  const options = connectionOptions(database, 'limits');
  const pool = new pg.Pool({
    ...options,
    statement_timeout: 0,
    connectionTimeoutMillis: bounds.limit.storeWithinMs,
    max: bounds.limit.storeConnections,
    idleTimeoutMillis: 30_000,
    // The pool awaits it, and discards the connection if it fails; its types do not declare that.
    onConnect: (fresh) => pinSession(fresh, bounds.limit.storeWithinMs) as unknown as undefined,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection for rate limits broke'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  let isFirst = true;

  function make(spec: Parameters<MakeCounter>[0]): RateLimiterPostgres {
    const isSweeper = isFirst;
    isFirst = false;
    return new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      // One counter deletes the expired rows of all.
      clearExpiredByTimeout: isSweeper,
      keyPrefix: spec.name,
      points: spec.points,
      duration: spec.seconds,
      insuranceLimiter: makeMemoryCounter(spec),
      ...(!REFUNDED.has(spec.limit) && { inMemoryBlockOnConsumed: spec.points + 1 }),
    });
  }

  return { make, close: () => pool.end() };
}
