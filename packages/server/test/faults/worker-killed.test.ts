import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { workersOf } from '../cli/workers.js';
import { atPace } from '../harness/at-pace.js';
import { isLong, report, throwDice, UNDER_LOAD } from './dice.js';
import { openSwarm, settleTown } from './swarm.js';
import { expectSound } from './verdict.js';

const KILLS = isLong ? 20 : 3;
const PER_SECOND = isLong ? 500 : 300;

const home = install(UNDER_LOAD);
const dice = throwDice();

test(
  `a worker of kith start --workers 2 is killed with -9 ${KILLS} times under load: its clients continue at the other one, and nothing is lost, doubled or reordered`,
  async () => {
    const primary = await home.start({ args: ['--workers', '2'] });
    const town = await settleTown(primary, 10);
    const swarm = openSwarm(town, primary, isLong ? 4 : 2);
    swarm.write(PER_SECOND);
    await sleep(500);
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(dice.between(200, 1200));
      const workers = workersOf(primary);
      expect(workers).toHaveLength(2);
      const victim = dice.pick(workers);
      process.kill(victim, 'SIGKILL');
      await eventually(
        'another worker takes its place',
        () => workersOf(primary).filter((pid) => pid !== victim).length === 2,
        40_000,
      );
    }
    await sleep(500);
    await swarm.rest();
    const db = await home.database();
    const messages = await expectSound(db, swarm);
    await db.end();
    const reconnects = swarm.devices.reduce((sum, device) => sum + device.attempts() - 1, 0);
    swarm.close();
    report(
      `seed ${dice.seed}: ${KILLS} x kill -9 of one of two workers, ${messages} messages, ${reconnects} attempts to reconnect by ${swarm.devices.length} devices`,
    );
    expect(await primary.end('SIGTERM')).toMatchObject({ code: 0 });
  },
  atPace(60_000 + KILLS * 20_000),
);
