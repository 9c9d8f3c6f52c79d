import { randomUUID } from 'node:crypto';
import { DomainError } from '@kith/core/kernel';
import type { LimitName, RateLimiter } from '@kith/core/ports';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { makeLimitCounters, type LimitCounters } from '../../src/app/limit-counters.js';
import { defaultLimits, makeRateLimiter } from '../../src/adapters/rate-limits.js';
import { atPace } from '../harness/at-pace.js';
import { collectWarnings } from '../hostile/warnings.js';
import { makeMemoryBus } from './memory-bus.js';

const name = `kith_limits_${process.pid}`;
const database = { ...inject('database'), database: name };
const open: LimitCounters[] = [];
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('database'));
  await admin.connect();
  await admin.query('select pg_advisory_lock(1)');
  await admin.query(`create database ${name} template kith_template strategy file_copy`);
  await admin.query('select pg_advisory_unlock(1)');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((counters) => counters.close()));
});
afterAll(async () => {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

const warnings = collectWarnings();

/** The limits of several nodes. */
function makeNodes(count: number): RateLimiter[] {
  const connect = makeMemoryBus();
  return Array.from({ length: count }, () => {
    const nodeBus = connect();
    const counters = makeLimitCounters({
      database,
      nodeBus,
      log: warnings.log,
      storeWithinMs: atPace(5_000),
    });
    open.push(counters);
    const limits = makeRateLimiter({ makeCounter: counters.make });
    nodeBus.join();
    return limits;
  });
}

/** How many of these attempts, in turn at each node, are allowed. */
async function count(nodes: readonly RateLimiter[], limit: LimitName, key: string, attempts: number) {
  let allowed = 0;
  for (let i = 0; i < attempts; i++) {
    try {
      await nodes[i % nodes.length]!.consume(limit, key);
      allowed++;
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).detail.retryMs).toBeGreaterThan(0);
    }
  }
  return allowed;
}

/** How many of these attempts at the same moment are allowed. */
async function together(node: RateLimiter, limit: LimitName, key: string, attempts: number): Promise<number> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: attempts }, async () => node.consume(limit, key)),
  );
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('limits that guard accounts', () => {
  test.each<LimitName>(['sign_in_address', 'sign_in_account', 'register_address', 'code_phone'])(
    'three nodes together allow as much of %s as one',
    async (limit) => {
      const nodes = makeNodes(3);
      const { points } = defaultLimits[limit];
      expect(await count(nodes, limit, randomUUID(), points + 10)).toBe(points);
    },
  );

  test('a burst at three nodes at once is held exactly, with one statement for each attempt', async () => {
    const nodes = makeNodes(3);
    const key = randomUUID();
    const { points } = defaultLimits.sign_in_account;
    const query = vi.spyOn(pg.Client.prototype, 'query');
    const statements = () =>
      query.mock.calls.filter(([of]) => JSON.stringify(of).includes('VALUES ($1, $2, $3)')).length;
    onTestFinished(() => query.mockRestore());
    const burst = await Promise.all(nodes.map((node) => together(node, 'sign_in_account', key, 2 * points)));
    expect(burst.reduce((sum, allowed) => sum + allowed, 0)).toBe(points);
    expect(statements()).toBe(3 * 2 * points);
    // A key above its limit is refused from memory, by each node that has refused it once.
    const many = randomUUID();
    for (const node of nodes) await together(node, 'code_phone', many, defaultLimits.code_phone.points + 1);
    query.mockClear();
    for (const node of nodes) expect(await together(node, 'code_phone', many, 50)).toBe(0);
    expect(statements()).toBe(0);
  });

  test('a success at one node gives the point back at all', async () => {
    const nodes = makeNodes(2);
    const key = randomUUID();
    const { points } = defaultLimits.sign_in_account;
    expect(await count(nodes, 'sign_in_account', key, points)).toBe(points);
    await nodes[1]!.refund('sign_in_account', key);
    expect(await count(nodes, 'sign_in_account', key, 2)).toBe(1);
  });

  test('guesses at one account wait longer, whichever node they reach', async () => {
    const nodes = makeNodes(2);
    const key = randomUUID();
    const waits: number[] = [];
    for (let i = 0; i < defaultLimits.guess.points + 3; i++)
      waits.push(await nodes[i % 2]!.delayFor('guess', key));
    expect(waits).toEqual([0, 0, 0, 0, 0, 250, 500, 1000]);
  });

  test('a limit that does not guard accounts asks the database nothing', async () => {
    const [one] = makeNodes(1);
    expect(await count([one!], 'friend_request', 'ada', 70)).toBe(defaultLimits.friend_request.points);
    const client = new pg.Client(database);
    await client.connect();
    const { rows } = await client.query(`select from rate_limits where key like 'friend_request:%'`);
    await client.end();
    expect(rows).toHaveLength(0);
  });
});
