import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { isLong, report, throwDice, UNDER_LOAD } from './dice.js';
import { longest, outcomes, probeHttp, probeReadiness, probeSocket, succeedAfter } from './probes.js';
import { openSwarm } from './swarm.js';
import { useTown } from './use-town.js';
import { endSoundly } from './verdict.js';
import { atPace, expectWithin } from '../harness/at-pace.js';

const KILLS = isLong ? 20 : 5;
const PER_SECOND = isLong ? 1000 : 300;

const home = install(UNDER_LOAD);
const dice = throwDice();
const scene = useTown(home);

test(
  `the postmaster killed with -9 ${KILLS} times under load: nothing is lost or duplicated, refusals are quick, the server survives`,
  async () => {
    const swarm = openSwarm(scene.town, scene.server, isLong ? 3 : 2);
    const [http, socket] = [
      probeHttp(scene.town.people[0]!),
      await probeSocket(scene.server, scene.town.people[1]!),
    ];
    swarm.write(PER_SECOND);
    await sleep(500);
    const figures: { unreadyMs: number; backMs: number; sendingMs: number }[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(dice.between(100, 500));
      const readiness = probeReadiness(scene.server);
      await sleep(50);
      process.kill((await home.postmaster())!, 'SIGKILL');
      const killedAt = performance.now();
      await eventually('/readyz says no', () => readiness.attempts.at(-1)?.outcome === '503');
      const unreadyMs = performance.now() - killedAt;
      await eventually('/readyz says yes', () => readiness.attempts.at(-1)?.outcome === '200', 20_000);
      const readyAt = performance.now();
      await eventually('messages are accepted', () => succeedAfter(readyAt, [http, socket]), 20_000);
      figures.push({ unreadyMs, backMs: readyAt - killedAt, sendingMs: performance.now() - readyAt });
      await readiness.stop();
    }
    await sleep(500);
    const { attempts, messages } = await endSoundly(home, swarm, { http, socket });

    const round = (of: 'unreadyMs' | 'backMs' | 'sendingMs') =>
      figures.map((one) => Math.round(one[of])).join(', ');
    report(
      `seed ${dice.seed}: ${KILLS} x kill -9 of the postmaster, ${messages} messages; not ready within ${round('unreadyMs')} ms, ready after ${round('backMs')} ms, sending ${round('sendingMs')} ms later; longest send ${longest(attempts)} ms, ${JSON.stringify(outcomes(attempts))}`,
    );
    expectWithin(1000, Math.max(...figures.map((one) => one.unreadyMs)));
    expectWithin(5000, Math.max(...figures.map((one) => one.sendingMs)));
    expectWithin(10_000, longest(attempts));
    expect(Object.keys(outcomes(attempts))).not.toContain('no answer');
    expect(Object.keys(outcomes(attempts))).not.toContain('unavailable without retry_ms');
  },
  atPace(KILLS * 20_000),
);
