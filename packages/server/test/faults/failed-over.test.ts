import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { atPace, expectWithin } from '../harness/at-pace.js';
import { isLong, report, UNDER_LOAD } from './dice.js';
import { postgresPrograms, startPair } from './standby.js';
import { openSwarm, settleTown } from './swarm.js';
import { expectSound } from './verdict.js';

const PER_SECOND = isLong ? 500 : 200;

test.skipIf(!postgresPrograms)(
  'the database fails over to a synchronous standby under load: nothing acknowledged is lost, and the server continues by itself',
  async () => {
    const home = install(UNDER_LOAD);
    const pair = await startPair();
    const server = await home.start({ env: { DATABASE_URL: pair.url } });
    const town = await settleTown(server, 10);
    const swarm = openSwarm(town, server, 2);
    swarm.write(PER_SECOND);
    await sleep(1500);
    const since = performance.now();
    await pair.failOver();
    await eventually(
      'messages are acknowledged again',
      () => swarm.records.some(({ askedAt, ack }) => ack !== undefined && askedAt > since),
      30_000,
    );
    const backMs = Math.round(performance.now() - since);
    await sleep(1000);
    await swarm.rest();
    const db = await pair.database();
    const messages = await expectSound(db, swarm);
    await db.end();
    swarm.close();
    report(
      `the primary was killed and a synchronous standby promoted: ${messages} messages, sending again after ${backMs} ms`,
    );
    expectWithin(30_000, backMs);
    expect(await server.end('SIGTERM')).toMatchObject({ code: 0 });
  },
  atPace(120_000),
);
