import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { install, type KithProcess } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';
import { redisProgram, startRedis } from '../harness/redis.js';
import { openBalancer } from './balancer.js';
import { isLong, report, UNDER_LOAD } from './dice.js';
import { openSwarm, settleTown } from './swarm.js';
import { expectSound } from './verdict.js';

const PER_SECOND = isLong ? 500 : 100;
const ROUNDS = isLong ? 5 : 1;
const DEVICES_EACH = isLong ? 4 : 2;

describe.each(['postgres', 'redis'] as const)('two nodes with KITH_BUS=%s', (bus) => {
  const home = install(UNDER_LOAD);

  test.skipIf(bus === 'redis' && !redisProgram)(
    `restarted one after another under ${PER_SECOND} messages a second: one reconnect for each client, and nothing is lost, doubled or reordered`,
    async () => {
      const env = {
        KITH_BUS: bus,
        ...(bus === 'redis' && { REDIS_URL: (await startRedis()).url }),
        KITH_TOKEN_SECRET: 'a secret of these nodes, long enough',
        KITH_DRAIN_MS: '1000',
      };
      const nodes: KithProcess[] = [await home.start({ env }), await home.start({ env })];
      const balancer = await openBalancer(nodes.map(({ port }) => port));
      const town = await settleTown(balancer, 6);
      const swarm = openSwarm(town, balancer, DEVICES_EACH);
      swarm.write(PER_SECOND);
      await sleep(1000);
      const stoppedMs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (const [n, node] of nodes.entries()) {
          const before = swarm.devices.map((device) => device.attempts());
          const since = performance.now();
          expect(await node.end('SIGTERM')).toMatchObject({ code: 0 });
          stoppedMs.push(Math.round(performance.now() - since));
          nodes[n] = await home.start({ env, port: node.port });
          await sleep(1000);
          const opened = swarm.devices.map((device, i) => device.attempts() - before[i]!);
          const most = Math.max(...opened);
          const codes = swarm.devices[opened.indexOf(most)]!.closeCodes.slice(-most);
          expect(most, `reconnects of one client, after the close codes ${codes.join(', ')}`).toBe(1);
        }
      }
      await swarm.rest();
      const db = await home.database();
      const messages = await expectSound(db, swarm);
      await db.end();
      swarm.close();
      for (const node of nodes) await node.end('SIGTERM');
      report(
        `${bus}: ${2 * ROUNDS} restarts of one of two nodes, ${messages} messages, stopped within ${stoppedMs.join(', ')} ms, no client reconnected twice`,
      );
    },
    atPace(60_000 + ROUNDS * 60_000),
  );
});
