import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { redisProgram, startRedis } from './redis.js';

test.skipIf(!redisProgram)(
  'a Redis of the tests can be frozen, flushed, killed and started again',
  async () => {
    const redis = await startRedis();
    expect(redis.url).toMatch(/^redis:\/\/:[^@]+@127\.0\.0\.1:\d+$/);
    expect(await redis.command('SET ada 1')).toBe('+OK\r\n');
    expect(await redis.command('CONFIG GET save')).toContain('$0');

    const client = connect(redis.port, '127.0.0.1');
    await once(client, 'connect');
    redis.freeze();
    const asked = redis.command('GET ada');
    expect(await Promise.race([asked, sleep(200, 'nothing')])).toBe('nothing');
    redis.thaw();
    expect(await asked).toBe('$1\r\n1\r\n');

    const cut = once(client, 'close');
    await redis.flush();
    await cut;
    expect(await redis.command('GET ada')).toBe('$-1\r\n');

    const { pid } = redis;
    await redis.kill();
    expect(await redis.command('PING')).toBe('');
    await redis.start();
    expect(redis.pid).not.toBe(pid);
    expect(await redis.command('PING')).toBe('+PONG\r\n');
  },
);
