import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { isLong, report, throwDice, UNDER_LOAD } from './dice.js';
import { openSwarm } from './swarm.js';
import { useTown } from './use-town.js';
import { expectSound } from './verdict.js';
import { atPace } from '../harness/at-pace.js';
import { measurePace } from '../harness/pace.js';

const KILLS = isLong ? 20 : 5;
const PER_SECOND = isLong ? 1000 : 400;

const home = install(UNDER_LOAD);
const dice = throwDice();
const scene = useTown(home);

test(
  `killed with -9 ${KILLS} times under load, the server loses nothing, duplicates nothing and recovers`,
  async () => {
    const swarm = openSwarm(scene.town, scene.server, isLong ? 4 : 2);
    swarm.write(PER_SECOND);
    await sleep(500);
    const readyMs: number[] = [];
    let pace = 1;
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(dice.between(200, 1200));
      await scene.server.end('SIGKILL');
      scene.server = await home.start({ port: scene.server.port });
      readyMs.push(Math.round(scene.server.readyMs));
      // Otherwise, on a slow machine, the next kill meets no load.
      const since = performance.now();
      await eventually(
        'messages are acknowledged again',
        () => swarm.records.some(({ ack }) => ack !== undefined && ack.at > since),
        20_000,
      );
      pace = Math.max(pace, measurePace());
    }
    await sleep(500);
    await swarm.rest();
    const db = await home.database();
    const messages = await expectSound(db, swarm);
    await db.end();
    swarm.close();
    report(
      `seed ${dice.seed}: ${KILLS} x kill -9 of the server, ${messages} messages, ready again in ${readyMs.join(', ')} ms (at a pace of ${pace.toFixed(1)})`,
    );
    expect(Math.max(...readyMs)).toBeLessThan(3000 * pace);
  },
  atPace(KILLS * 10_000),
);
