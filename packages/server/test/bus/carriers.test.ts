import pg from 'pg';
import { pino } from 'pino';
import { describe, inject } from 'vitest';
import { busCarrierContract } from '../../src/adapters/bus/bus-carrier.contract.js';
import { postgresCarrier } from '../../src/adapters/bus/postgres.js';
import { redisCarrier } from '../../src/adapters/bus/redis.js';
import { connectionOptions } from '../../src/adapters/postgres/pool.js';
import { eventually } from '../harness/eventually.js';
import { makeProcessCarriers } from '../harness/process-carrier.js';
import { redisProgram, startRedis } from '../harness/redis.js';

const log = pino({ level: 'silent' });

busCarrierContract(
  'in the process',
  () => {
    const carriers = makeProcessCarriers();
    return Promise.resolve({
      open: carriers.open,
      cut: () => Promise.resolve(carriers.cut()),
      dispose: () => Promise.resolve(),
    });
  },
  eventually,
);

busCarrierContract(
  'PostgreSQL',
  async () => {
    const database = inject('database');
    const admin = new pg.Client(database);
    await admin.connect();
    return {
      open: postgresCarrier(connectionOptions(database, 'bus'), log),
      cut: async () => {
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name = 'kith bus' and datname = current_database()`,
        );
      },
      dispose: () => admin.end(),
    };
  },
  eventually,
);

describe.skipIf(!redisProgram)('with redis-server', () => {
  busCarrierContract(
    'Redis',
    async () => {
      const redis = await startRedis();
      return {
        open: redisCarrier(redis.url, () => Promise.resolve('kith:test'), log),
        cut: () => redis.flush(),
        dispose: () => redis.kill(),
      };
    },
    eventually,
  );
});
