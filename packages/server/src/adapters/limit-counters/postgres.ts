import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import type { Logger } from 'pino';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { connectionOptions } from '../postgres/pool.js';
import { pinSession } from '../postgres/session.js';
import { makeInsurance, REFUNDED, type Counter, type MakeCounter, type Refusal } from './counter.js';

/**
 * Counts in a table, for all nodes exactly, in one statement. While the database does not answer within `withinMs`, each
 * node counts in its memory.
 */
export function makePostgresCounters(
  database: pg.ClientConfig,
  log: Logger,
  withinMs: number,
): { make: MakeCounter; close(): Promise<void> } {
  const options = connectionOptions(database, 'limits');
  const pool = new pg.Pool({
    ...options,
    statement_timeout: 0,
    connectionTimeoutMillis: withinMs,
    max: bounds.limit.storeConnections,
    idleTimeoutMillis: 30_000,
    // The pool awaits it, and discards the connection if it fails; its types do not declare that.
    onConnect: (fresh) => pinSession(fresh, withinMs) as unknown as undefined,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection for rate limits broke'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  let isFirst = true;

  function make(spec: Parameters<MakeCounter>[0]): Counter {
    const isSweeper = isFirst;
    isFirst = false;
    return new StoredCounter(
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        // One counter deletes the expired rows of all.
        clearExpiredByTimeout: isSweeper,
        keyPrefix: spec.name,
        points: spec.points,
        duration: spec.seconds,
        insuranceLimiter: makeInsurance(spec),
        ...(!REFUNDED.has(spec.limit) && { inMemoryBlockOnConsumed: spec.points + 1 }),
      }),
    );
  }

  return { make, close: () => pool.end() };
}

class StoredCounter implements Counter {
  readonly #limiter: RateLimiterPostgres;

  constructor(limiter: RateLimiterPostgres) {
    this.#limiter = limiter;
  }

  get points(): number {
    return this.#limiter.points;
  }

  async take(key: string, points: number): Promise<Refusal | undefined> {
    try {
      await this.#limiter.consume(key, points);
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return { retryMs: refusal.msBeforeNext };
    }
  }

  async takeOne(key: string): Promise<number> {
    return (await this.#limiter.penalty(key)).consumedPoints;
  }

  async refund(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }
}
