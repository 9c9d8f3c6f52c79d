import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { install } from '../cli/kith-process.js';
import { isLong, report, throwDice, UNDER_LOAD } from './dice.js';
import { longest, outcomes, probeHttp, probeSocket } from './probes.js';
import { openSwarm } from './swarm.js';
import { useTown } from './use-town.js';
import { endSoundly } from './verdict.js';
import { atPace, expectWithin } from '../harness/at-pace.js';
import { measurePace } from '../harness/pace.js';

const KILLS = isLong ? 100 : 20;
const PER_SECOND = isLong ? 1000 : 300;

const home = install(UNDER_LOAD);
const dice = throwDice();
const scene = useTown(home);

test(
  `a random database connection ended ${KILLS} times under load: nothing is lost or duplicated, and hardly any request fails`,
  async () => {
    const swarm = openSwarm(scene.town, scene.server, isLong ? 3 : 2);
    const [http, socket] = [
      probeHttp(scene.town.people[0]!, 20),
      await probeSocket(scene.server, scene.town.people[1]!, 20),
    ];
    const db = await home.database();
    swarm.write(PER_SECOND);
    await sleep(500);
    const ended: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(dice.between(50, 250));
      const { rows } = await db.query<{ pid: number; name: string }>(
        `select pid, application_name as name from pg_stat_activity where application_name like 'kith%' order by pid`,
      );
      const victim = dice.pick(rows);
      await db.query('select pg_terminate_backend($1)', [victim.pid]);
      ended.push(victim.name);
    }
    await sleep(500);
    await db.end();
    const { attempts, messages } = await endSoundly(home, swarm, { http, socket });

    const refused = attempts.filter(({ outcome }) => outcome !== 'ok').length;
    report(
      `seed ${dice.seed}: ${KILLS} backends ended (${[...new Set(ended)].join(', ')}), ${messages} messages; longest send ${longest(attempts)} ms, ${refused} of ${attempts.length} refused: ${JSON.stringify(outcomes(attempts))}`,
    );
    expectWithin(2000, longest(attempts));
    // A refusal belongs to the batch or the query that ran on the ended connection; on a slow machine more wait in one.
    expect(refused).toBeLessThanOrEqual(2 * KILLS * measurePace());
    expect(Object.keys(outcomes(attempts))).not.toContain('no answer');
  },
  atPace(KILLS * 3_000),
);
