import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { install } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';
import { openBalancer } from './balancer.js';
import { isLong, report } from './dice.js';
import { openSwarm } from './swarm.js';
import { useTown } from './use-town.js';
import { expectSound } from './verdict.js';

const DEVICES_EACH = isLong ? 20 : 3;
const CUTS = isLong ? 10 : 4;
const CUT_EVERY_MS = isLong ? 15_000 : 1_500;
const OFFLINE_MS = isLong ? 2_000 : 500;
const PER_SECOND = 100;

const home = install();
const scene = useTown(home);

test(
  `every ${CUT_EVERY_MS / 1000} s all sockets are cut without a close and stay away for ${OFFLINE_MS} ms, ${CUTS} times: every client hears everything once, in order`,
  async () => {
    const network = await openBalancer([scene.server.port]);
    const swarm = openSwarm(scene.town, network, DEVICES_EACH);
    swarm.write(PER_SECOND);
    for (let cut = 0; cut < CUTS; cut++) {
      await sleep(CUT_EVERY_MS);
      network.cut();
      await sleep(OFFLINE_MS);
      network.mend();
    }
    await sleep(1000);
    await swarm.rest();
    const since = performance.now();
    const db = await home.database();
    const messages = await expectSound(db, swarm);
    await db.end();
    const caughtUpMs = Math.round(performance.now() - since);
    const attempts = swarm.devices.map((device) => device.attempts());
    expect(Math.min(...attempts)).toBeGreaterThan(CUTS);
    swarm.close();
    report(
      `${CUTS} x all ${swarm.devices.length} sockets cut for ${OFFLINE_MS} ms, ${messages} messages, all at every client ${caughtUpMs} ms after the last one`,
    );
  },
  atPace(60_000 + CUTS * (CUT_EVERY_MS + OFFLINE_MS)),
);
